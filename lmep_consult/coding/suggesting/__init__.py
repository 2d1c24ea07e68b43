"""What `lmep_consult.coding.suggest` is built of: models of meaning, features of a text, regression, calibration."""
