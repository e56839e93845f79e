"""What people take home: PDF, Word, spreadsheets, paper forms to print, and the typesetting behind them."""
