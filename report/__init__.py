"""What leaves the house: radar, PDF, CSV, Excel, JSON. Imports content, scoring and workshop; asks nothing back."""
