"""The two colours that PDF, Word and Excel share, as six hexadecimal digits."""

DEEP, TEAL = "0a4a50", "0b6e74"
