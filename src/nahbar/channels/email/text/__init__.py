"""From bytes to text, whatever charset was named."""
