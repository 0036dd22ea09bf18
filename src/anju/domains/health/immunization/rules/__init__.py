"""How doses are evaluated and the next one is forecast: plain Python over plain values."""
