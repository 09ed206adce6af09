package io.foliomq.demo.photos;

/** Where the database is. The password does not show in {@link #toString()}. */
public record DatabaseAddress(String url, String user, String password) {
    @Override
    public String toString() {
        return url;
    }
}
