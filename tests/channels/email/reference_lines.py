"""Which lines of the public fixtures are own words: our reading of them, by line numbers, nothing of their text.

`OTHERWISE` names what the projects' own tests want instead, or where we know that we fall short, with the reason;
docs/developing/mail-text.md says more.
"""

from __future__ import annotations

CRISP = {
    "email_10": "1-5",
    "email_11": "1-5",
    "email_12": "1-5",
    "email_13": "1-5",
    "email_14": "1-5",
    "email_15": "1-5",
    "email_16": "1-5",
    "email_17": "1-5",
    "email_18": "1-5",
    "email_20": "1",
    "email_22": "1-5",
    "email_23": "1-5",
    "email_24": "1-5",
    "email_25": "1-5",
    "email_26": "1-5",
    "email_7": "1-5",
    "email_8": "1-5",
    "email_9": "1-5",
    "email_custom_quote_header": "1",
    "email_customer_quote_header_2": "1",
    "email_customer_quote_header_3": "1-3",
    "email_danish_dash_separator": "1-5",
    "email_emoji": "1",
    "email_en_multiline_2": "1-5",
    "email_finnish": "1-5",
    "email_fr_multiline": "1-5",
    "email_french_2": "1-5",
    "email_french_dash_separator": "1-5",
    "email_german": "1-5",
    "email_german_2": "1-5",
    "email_german_3": "1-5",
    "email_german_outlook": "1-5",
    "email_gmail_split_line_from": "1-5",
    "email_ios_outlook": "1-5",
    "email_ios_outlook_fr": "1-5",
    "email_italian": "1-5",
    "email_msn": "1-5",
    "email_norwegian_gmail": "1-5",
    "email_not_a_signature": "1,3,5-9,11,13,15-16",
    "email_not_a_signature_2": "1,3-6,8,10",
    "email_original_message": "1-5",
    "email_original_message_2": "1-5",
    "email_outlook_split_line_from": "1-5",
    "email_portuguese": "1-5",
    "email_reply_header": "1,3,5,7,9,11",
    "email_russian": "1-5",
    "email_sent_from": "1",
    "email_thread": "1",
    "email_tricky_10_special_chars_in_name": "1-5",
    "email_tricky_11_double_signature": "1,3-4",
    "email_tricky_12_no_space_after_header": "1-5",
    "email_tricky_13_timestamp_variations": "1,3-7,9",
    "email_tricky_14_long_quote_header": "1-5",
    "email_tricky_15_original_message_variations": "1-5",
    "email_tricky_16_unicode_signatures": "1,3-4",
    "email_tricky_17_forward_header": "1",
    "email_tricky_18_inline_reply": "4,8,12",
    "email_tricky_19_quote_without_header": "1,7,12",
    "email_tricky_1_on_false_positive": "1,3-4,6",
    "email_tricky_20_html_entities": "1,3",
    "email_tricky_2_url_with_wrote": "1,3,5,7-8",
    "email_tricky_3_code_block": "1,3-10,12",
    "email_tricky_4_from_in_body": "1,3,5",
    "email_tricky_5_mixed_languages": "1-5",
    "email_tricky_6_regards_in_sentence": "1,3,5,7",
    "email_tricky_7_multiple_dashes": "1,3-4,6-7,9,11,13,15",
    "email_tricky_8_sent_from_in_content": "1,3,5",
    "email_tricky_9_nested_quotes": "1",
    "email_unquoted_reply": "1",
    "email_with_date_headers": "1,3,5",
    "email_with_from_headers": "2,4",
    "email_with_regards": "1,3,5,7,9",
    "email_zoho": "1-2",
    "sig_no_empty_line": "1",
}

MAIL_PARSER_REPLY = {
    "begins_with_signature": "1,3-4,6,8",
    "caution": "5,8,10-11,14-20,23,26",
    "caution2": "1,3,5",
    "email_3_1": "1,3",
    "email_danish_1": "1,3,5-6",
    "email_danish_2": "1,3,5-6",
    "email_danish_3": "1,3",
    "email_danish_4": "1,3",
    "email_danish_5": "1,3,5-6",
    "email_ja_1_1": "1",
    "email_ja_1_2": "1,3,5,8",
    "email_nl_1_1": "1,3-4,6",
    "email_nl_1_2": "1",
    "email_pl_1_1": "5,7,9-10",
    "email_pl_1_2": "6,8,10-11",
    "email_pl_1_3": "5,7,9-10",
    "email_sent_from_not_signature": "1,3",
    "email_sv_anon_1": "1,3-4,6-7",
    "email_swedish_1": "1,3,5,7-8",
    "email_swedish_2": "1,3-5,7",
    "forward": "1-6",
    "multi_header": "1",
    "multiline_on": "6",
    "multiline_on_de": "1",
    "outlook": "1,3,5-6,8",
}

CLOSING = "their tests put closing words and name into the signature; ours are the writer's"
OTHERWISE = {
    "email_15": "text below the line of a phone: nothing says whose it is, so it stays visible",
    "email_german_3": "text below the line of a phone: nothing says whose it is, so it stays visible",
    "email_7": "the last of two ends of quoted lines that lost their mark follows a full stop",
    "caution": "notices of a company below the letterhead speak to the reader like a person",
}
"""Where our folds differ from our own reading."""
THEIRS = {
    "email_emoji": "their test shows the signature below the dash; their comment says that it is not recognised",
    "email_with_regards": CLOSING,
    "begins_with_signature": CLOSING,
    "email_danish_1": CLOSING,
    "email_danish_2": CLOSING,
    "email_danish_5": CLOSING,
    "email_pl_1_1": CLOSING,
    "email_pl_1_3": CLOSING,
    "email_swedish_2": CLOSING,
    "email_nl_1_1": CLOSING,
}
"""Where our reading differs from what the projects' own tests want."""


def lines(ranges: str) -> set[int]:
    """Give the numbers of e.g. "1,3-4": 1, 3 and 4."""
    found: set[int] = set()
    for piece in ranges.split(","):
        first, _, last = piece.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found
