"""What a journey measures, each measure defined once over the records of cases and visits."""
