"""Tables in and out: CSV, Parquet and workbooks, checked whole before anything is written."""
