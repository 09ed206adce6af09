package io.foliomq.engine.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A failure below the public API. Its {@link Kind} decides which public exception it becomes: {@link Kind#IO} whose cause is that no space is left becomes {@link Kind#DISK_FULL}.
 */
public final class StoreFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, by what the caller can do about it. */
    public enum Kind {
        /** A file's bytes are not what its header or checksum promises. */
        CORRUPT,
        /** A file was written by a version that this one no longer reads. */
        TOO_OLD,
        /** A file was written by a newer version. */
        TOO_NEW,
        /** A file belongs to another store or to settings that differ from ours. */
        MISMATCH,
        /** The disk, or the reserve that is kept of it, is exhausted. */
        DISK_FULL,
        /** A limit of the store or of a destination is reached. */
        LIMIT,
        /** A living member holds what we need for longer than the send time-out. */
        HELD,
        /** A record is larger than the store takes. */
        TOO_LARGE,
        /** The destination or subscription was deleted. */
        DELETED,
        /** Used after close. */
        CLOSED,
        /** An operation that the state does not allow. */
        ILLEGAL,
        /** The operating system refused. */
        IO
    }

    private final Kind kind;

    public StoreFault(Kind kind, String message) {
        this(kind, message, null);
    }

    public StoreFault(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind == Kind.IO && isOutOfSpace(cause) ? Kind.DISK_FULL : kind;
    }

    /** The operating system's words for it; Java has no type of its own. Quotas and the end of the inodes count too. */
    private static boolean isOutOfSpace(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (each instanceof IOException
                    && message != null
                    && (message.contains("No space left on device") || message.contains("Disk quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    public Kind kind() {
        return kind;
    }
}
