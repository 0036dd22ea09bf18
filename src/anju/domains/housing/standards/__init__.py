"""What a dwelling that is let must be like: the rules of a city as dated data, and a home judged by them."""
