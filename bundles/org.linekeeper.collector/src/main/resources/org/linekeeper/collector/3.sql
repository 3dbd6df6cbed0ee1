-- What was received when, of all devices.
CREATE INDEX IF NOT EXISTS lk_history_received ON lk_history (received);

-- Documents of whoever shows the fleet.
CREATE TABLE IF NOT EXISTS lk_shelf (
    kind VARCHAR(32) NOT NULL,
    name VARCHAR(200) NOT NULL,
    at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    text VARCHAR(1048576) NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE INDEX IF NOT EXISTS lk_shelf_at ON lk_shelf (kind, at);
