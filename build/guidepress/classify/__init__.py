"""Facts become meaning: impact, alert, sentence, and the version that they ask for."""
