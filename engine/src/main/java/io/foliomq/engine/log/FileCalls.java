package io.foliomq.engine.log;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/** The system calls of Linux for which the JDK has no method. Loading it fails with a {@link LinkageError} where they are not to be had. */
final class FileCalls {
    static final int READ_WRITE = 2;
    static final int CLOSE_ON_EXEC = 0x80000;
    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;
    static final int KEEP_SIZE = 1;
    static final int PUNCH_HOLE = 2;

    static {
        if (Native.LONG_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("offsets of files are of " + Native.LONG_SIZE + " bytes here");
        }
        // As the JDK names files.
        Map<String, ?> options =
                Map.of(Library.OPTION_STRING_ENCODING, System.getProperty("sun.jnu.encoding", "UTF-8"));
        Native.register(FileCalls.class, NativeLibrary.getInstance("c", options));
    }

    private FileCalls() {}

    static native int open(String path, int flags);

    static native long lseek(int descriptor, long offset, int whence);

    static native int fallocate(int descriptor, int mode, long offset, long length);

    static native int close(int descriptor);
}
