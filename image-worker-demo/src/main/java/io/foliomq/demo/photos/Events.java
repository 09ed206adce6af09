package io.foliomq.demo.photos;

import static java.time.ZoneOffset.UTC;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that browsers are told, kept so that one that lost its connection can catch up. */
public final class Events {
    private final Database database;
    private final Clock clock;

    public Events(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Adds an event unless the same occurrence is there already.
     *
     * @param round how many times the photo was redriven: each round may die once; a photo is done only once
     * @return false when it was there
     */
    public boolean append(String photoId, PhotoEvent.Kind kind, int round, @Nullable String cause) {
        String occurrence = kind == PhotoEvent.Kind.DONE ? kind + ":" + photoId : kind + ":" + photoId + ":" + round;
        return database.inTransaction(connection -> {
            long id = nextNumber(connection);
            boolean added = Database.update(
                            connection,
                            "insert into photo_event (id, occurrence, photo_id, kind, cause, occurred_at)"
                                    + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                            id,
                            occurrence,
                            photoId,
                            kind.name(),
                            cause,
                            clock.instant().atOffset(UTC))
                    == 1;
            if (added) {
                Database.update(connection, "update event_number set latest = ? where id = 1", id);
            }
            return added;
        });
    }

    /** Events with a higher number than this one, in order. */
    public List<PhotoEvent> after(long id, int limit) {
        return database.inTransaction(connection -> {
            List<PhotoEvent> events = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select id, photo_id, kind, cause from photo_event where id > ? order by id limit ?")) {
                Database.bind(statement, id, limit);
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    events.add(new PhotoEvent(
                            rows.getLong(1),
                            rows.getString(2),
                            PhotoEvent.Kind.valueOf(rows.getString(3)),
                            rows.getString(4)));
                }
            }
            return events;
        });
    }

    /** The number of the newest event, 0 when there is none. */
    public long latest() {
        return database.inTransaction(connection -> number(connection, "select latest from event_number where id = 1"));
    }

    private static long nextNumber(Connection connection) throws SQLException {
        return number(connection, "select latest from event_number where id = 1 for update") + 1;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }
}
