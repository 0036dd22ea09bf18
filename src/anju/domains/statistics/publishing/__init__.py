"""Tables for the public: counts of a quarter, protected against disclosure and fixed once they are published."""
