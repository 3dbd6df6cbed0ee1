-- Empty: nothing of the device was heard but what the broker had kept.
ALTER TABLE lk_device ALTER COLUMN seen DROP NOT NULL;
