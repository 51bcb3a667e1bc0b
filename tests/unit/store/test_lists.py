"""Lists in part: a span of days, the newest first, and some fields of everything."""

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.store import Edit, Store


def put(store: Store, kind: str, **values: object) -> RecordId:
    made = new_id()
    store.save("Added", [Edit(kind, made, values)])
    return made


def visits(store: Store) -> list[RecordId]:
    return [put(store, "visit", called=f"V{day}", on=f"2026-01-{day:02}", at="09:00") for day in (3, 1, 2, 4)]


def test_the_days_of_a_span_are_read_from_the_list(store: Store) -> None:
    third, first, second, fourth = visits(store)
    page = store.page("visit", span=("2026-01-02", "2026-01-04"))
    assert [row.id for row in page.rows] == [second, third]
    assert store.count("visit", span=("2026-01-02", "2026-01-04")) == 2
    assert store.count("visit", {"state": ""}, span=("2026-01-01", "2026-01-02")) == 1
    assert store.count("visit") == 4
    assert [row.id for row in store.page("visit").rows] == [first, second, third, fourth]


def test_the_newest_come_first_page_by_page(store: Store) -> None:
    third, first, second, fourth = visits(store)
    page = store.page("visit", limit=3, down=True)
    assert [row.id for row in page.rows] == [fourth, third, second]
    rest = store.page("visit", after=page.next, limit=3, down=True)
    assert ([row.id for row in rest.rows], rest.next) == ([first], None)


def test_some_fields_of_everything_are_read_at_once(store: Store) -> None:
    made = put(store, "volunteer", name="Ana", languages=["es", "en"], active=True)
    gone = put(store, "volunteer", name="Beto")
    store.delete("Binned", [gone])
    assert list(store.scan("volunteer", ["name", "languages", "active", "seats"])) == [
        (made, ("Ana", frozenset({"es", "en"}), True, None))
    ]
