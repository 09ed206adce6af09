package io.foliomq.demo.photos;

import static java.time.ZoneOffset.UTC;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Which workers were alive a moment ago: for the page only, no photo depends on it. */
public final class WorkersSeen {
    private static final Duration RECENT = Duration.ofSeconds(6);

    private final Database database;
    private final Clock clock;

    public WorkersSeen(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A worker and what it said last. */
    public record Seen(String name, String state) {}

    public void report(String name, String state) {
        OffsetDateTime now = clock.instant().atOffset(UTC);
        database.inTransaction(connection -> {
            int known = Database.update(
                    connection, "update worker_seen set state = ?, seen_at = ? where name = ?", state, now, name);
            return known == 1
                    ? known
                    : Database.update(
                            connection,
                            "insert into worker_seen (name, state, seen_at) values (?, ?, ?) on conflict do nothing",
                            name,
                            state,
                            now);
        });
    }

    public void gone(String name) {
        database.update("delete from worker_seen where name = ?", name);
    }

    public List<Seen> recent() {
        return database.inTransaction(connection -> {
            List<Seen> seen = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select name, state from worker_seen where seen_at > ? order by name")) {
                Database.bind(statement, clock.instant().minus(RECENT).atOffset(UTC));
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    seen.add(new Seen(rows.getString(1), rows.getString(2)));
                }
            }
            return seen;
        });
    }
}
