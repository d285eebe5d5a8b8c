"""« Me le rappeler dans six mois »: one message on one day, by consent; then the address is deleted."""
