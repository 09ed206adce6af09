package io.foliomq.demo.picture;

import org.jspecify.annotations.Nullable;

/** The file itself is at fault: trying again cannot help. The message is the cause that the user is shown. */
public final class PictureRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public PictureRefused(String cause) {
        super(cause);
    }

    PictureRefused(String cause, @Nullable Throwable underlying) {
        super(cause, underlying);
    }
}
