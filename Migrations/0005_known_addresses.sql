-- Where a person has signed in from, the newest first: guesses from elsewhere make nobody wait there.
ALTER TABLE users ADD COLUMN known_addresses text[] NOT NULL DEFAULT '{}' CHECK (cardinality(known_addresses) <= 5);
