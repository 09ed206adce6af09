package io.foliomq.demo.outage;

import org.jspecify.annotations.Nullable;

/**
 * Something the photo is not to blame for: the object store, the database or the disk does not answer now and may later.
 * It never counts against a photo.
 */
public final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Outage(String what, @Nullable Throwable cause) {
        super(cause == null ? what : what + ": cause=" + cause.getMessage(), cause);
    }
}
