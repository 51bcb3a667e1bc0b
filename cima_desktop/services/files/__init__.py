"""Files of other programs: tables and vCards that come in, lists, calendars and everything that go out."""
