"""The two colours that PDF, Word and Excel share, as six hexadecimal digits."""

DEEP, TEAL = "00343a", "0b5a5d"
