"""Files of other programs: tables that come in, lists, calendars and everything that go out."""
