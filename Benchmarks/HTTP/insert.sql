INSERT INTO raw_commits (id, title, body) VALUES (gen_random_uuid()::text, 'Need', :body);
