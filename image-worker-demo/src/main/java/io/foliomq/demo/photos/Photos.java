package io.foliomq.demo.photos;

import static java.time.ZoneOffset.UTC;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of photos. Each call is one transaction, and each change can be repeated without a second effect. */
public final class Photos {
    private static final int CAUSE_LENGTH = 500;
    private static final String COLUMNS =
            "id, name, content_type, length, state, attempts, redrives, worker, cause, width,"
                    + " height, created_at, finished_at";

    private final Database database;
    private final Clock clock;

    public Photos(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How many photos are unfinished, and how long the oldest has waited. */
    public record Backlog(int depth, Duration age) {}

    /** A new photo whose object is on its way. */
    public Photo announce(String id, String name, String contentType, long length) {
        Instant now = clock.instant();
        database.update(
                "insert into photo (id, name, content_type, length, state, created_at) values (?, ?, ?, ?, ?, ?)",
                id,
                name,
                contentType,
                length,
                PhotoState.UPLOADING.name(),
                now.atOffset(UTC));
        return new Photo(
                id,
                name,
                contentType,
                length,
                PhotoState.UPLOADING,
                0,
                0,
                null,
                null,
                null,
                null,
                now,
                null,
                List.of());
    }

    /** Its request is on the queue. A worker may have been faster: then nothing changes. */
    public void queued(String id) {
        database.update(
                "update photo set state = ?, queued_at = ? where id = ? and state = ?",
                PhotoState.QUEUED.name(),
                now(),
                id,
                PhotoState.UPLOADING.name());
    }

    /**
     * A worker starts on the photo.
     *
     * @return how many times a worker has started on it without telling the end, this one included
     */
    public int begin(String id, String worker) {
        return database.inTransaction(connection -> {
            Database.update(
                    connection,
                    "update photo set state = ?, worker = ?, attempts = attempts + 1,"
                            + " queued_at = coalesce(queued_at, ?) where id = ? and state <> ?",
                    PhotoState.RESIZING.name(),
                    worker,
                    now(),
                    id,
                    PhotoState.DONE.name());
            return queryInt(connection, "select attempts from photo where id = ?", id);
        });
    }

    /** The worker was stopped, not killed: this start does not count. */
    public void forgive(String id) {
        database.update(
                "update photo set state = ?, attempts = attempts - 1 where id = ? and state = ? and attempts > 0",
                PhotoState.QUEUED.name(),
                id,
                PhotoState.RESIZING.name());
    }

    /** All thumbnails are in the store. */
    public void done(String id, int width, int height, List<ThumbnailRow> thumbnails) {
        database.inTransaction(connection -> {
            for (ThumbnailRow row : thumbnails) {
                Database.update(
                        connection,
                        "insert into thumbnail (photo_id, side, object_key, width, height, length)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                        id,
                        row.side(),
                        row.key(),
                        row.width(),
                        row.height(),
                        row.length());
            }
            return Database.update(
                    connection,
                    "update photo set state = ?, width = ?, height = ?, cause = null, finished_at = ?"
                            + " where id = ? and state <> ?",
                    PhotoState.DONE.name(),
                    width,
                    height,
                    now(),
                    id,
                    PhotoState.DONE.name());
        });
    }

    /** The photo is broken. One that is done stays done. */
    public void dead(String id, String cause) {
        database.update(
                "update photo set state = ?, cause = ?, finished_at = ? where id = ? and state <> ?",
                PhotoState.DEAD.name(),
                cause.length() > CAUSE_LENGTH ? cause.substring(0, CAUSE_LENGTH) : cause,
                now(),
                id,
                PhotoState.DONE.name());
    }

    /** A dead photo is given another chance. */
    public void redriven(String id) {
        database.update(
                "update photo set state = ?, cause = null, finished_at = null, attempts = 0, redrives = redrives + 1,"
                        + " queued_at = ? where id = ? and state = ?",
                PhotoState.QUEUED.name(),
                now(),
                id,
                PhotoState.DEAD.name());
    }

    /** Forgets a photo that never got onto the queue. */
    public void forget(String id) {
        database.update("delete from photo where id = ? and state = ?", id, PhotoState.UPLOADING.name());
    }

    /** Photos that were announced before that time and never came. */
    public List<Photo> abandoned(Duration older) {
        return list(
                "select " + COLUMNS + " from photo where state = ? and created_at < ? order by created_at limit 100",
                PhotoState.UPLOADING.name(),
                clock.instant().minus(older).atOffset(UTC));
    }

    public Optional<Photo> find(String id) {
        return list("select " + COLUMNS + " from photo where id = ?", id).stream()
                .findFirst();
    }

    /** The newest photos whose upload is complete. */
    public List<Photo> newest(int limit) {
        return list(
                "select " + COLUMNS + " from photo where state <> ? order by created_at desc, id limit ?",
                PhotoState.UPLOADING.name(),
                limit);
    }

    public Backlog backlog() {
        return database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select count(*), min(queued_at) from photo where state in ('QUEUED', 'RESIZING')")) {
                ResultSet row = statement.executeQuery();
                row.next();
                Instant oldest = instant(row, 2);
                Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
                return new Backlog(row.getInt(1), age.isNegative() ? Duration.ZERO : age);
            }
        });
    }

    private List<Photo> list(String sql, Object... values) {
        return database.inTransaction(connection -> {
            List<Photo> photos = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Database.bind(statement, values);
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    photos.add(photo(rows));
                }
            }
            return withThumbnails(connection, photos);
        });
    }

    private static List<Photo> withThumbnails(Connection connection, List<Photo> photos) throws SQLException {
        List<Photo> complete = new ArrayList<>(photos.size());
        try (PreparedStatement statement = connection.prepareStatement(
                "select side, object_key, width, height, length from thumbnail where photo_id = ? order by side desc")) {
            for (Photo photo : photos) {
                complete.add(photo.state() == PhotoState.DONE ? photo.with(thumbnails(statement, photo.id())) : photo);
            }
        }
        return complete;
    }

    private static List<ThumbnailRow> thumbnails(PreparedStatement statement, String id) throws SQLException {
        List<ThumbnailRow> thumbnails = new ArrayList<>();
        statement.setString(1, id);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                thumbnails.add(new ThumbnailRow(
                        rows.getInt(1), rows.getString(2), rows.getInt(3), rows.getInt(4), rows.getLong(5)));
            }
        }
        return thumbnails;
    }

    private static Photo photo(ResultSet row) throws SQLException {
        Instant created = instant(row, 12);
        return new Photo(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                PhotoState.valueOf(row.getString(5)),
                row.getInt(6),
                row.getInt(7),
                row.getString(8),
                row.getString(9),
                row.getObject(10, Integer.class),
                row.getObject(11, Integer.class),
                created == null ? Instant.EPOCH : created,
                instant(row, 13),
                List.of());
    }

    private static int queryInt(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Database.bind(statement, values);
            ResultSet row = statement.executeQuery();
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(UTC);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
