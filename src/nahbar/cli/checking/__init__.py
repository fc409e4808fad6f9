"""What `nahbar check` looks at: each module yields findings about one side of the installation."""
