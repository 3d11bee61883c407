-- A log-in whose second step is open. Variable: challenge (its token).
INSERT INTO login_challenges (token_hash, user_id, expires_at)
SELECT sha256(convert_to(:'challenge', 'UTF8')), min(id), now() + interval '1 day' FROM users;
