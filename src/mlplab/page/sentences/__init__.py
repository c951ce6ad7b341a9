"""What the numbers of each section show: every number and every comparing word comes from the study."""
