package io.foliomq.engine;

import io.foliomq.engine.storage.BootId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stores that this JVM is attached to, one attachment a directory whoever opens it. An attachment that nobody uses any more may linger:
 * whoever opens the store meanwhile has it at once, if it is what they would get anew. Thread-safe.
 */
final class Attachments {
    private static final long IDLE_THREAD_MS = 100;

    private final Map<Path, Attachment> attached = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer = timer();

    private static final class Attachment {
        private final StoreRoot root;
        private final BootId boot;
        private final Object markKey;
        private int users;
        private long attachCount;
        private @Nullable Future<?> end;

        private Attachment(StoreRoot root, BootId boot) {
            this.root = root;
            this.boot = boot;
            this.markKey = root.layout().markKey();
        }

        private boolean serves(StoreOptions options, BootId current) {
            return users > 0 || (root.options().equals(options) && boot.equals(current) && isInPlace());
        }

        /** Whether the directory still has the files that were opened. */
        private boolean isInPlace() {
            return markKey.equals(root.layout().markKey());
        }

        private void use() {
            users++;
            attachCount++;
            cancelEnd();
        }

        private void cancelEnd() {
            if (end != null) {
                end.cancel(false);
                end = null;
            }
        }

        private void close() {
            cancelEnd();
            root.close();
        }

        /** Nobody is there to whom a failure could be thrown; that the files are gone is none. */
        private void closeQuietly() {
            boolean wasInPlace = isInPlace();
            try {
                close();
            } catch (RuntimeException e) {
                if (wasInPlace) {
                    root.options().errorHandler().onError(e);
                }
            }
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "foliomq-linger");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(IDLE_THREAD_MS, TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Whether the store in this directory is open, in use or lingering. */
    synchronized boolean isAttached(Path directory) {
        return attached.containsKey(directory);
    }

    /** One user more. */
    synchronized StoreRoot attach(StoreOptions options, Path directory, BootId boot) {
        Attachment known = attached.get(directory);
        if (known != null && !known.serves(options, boot)) {
            attached.remove(directory);
            known.closeQuietly();
            known = null;
        }
        if (known == null) {
            known = new Attachment(StoreRoot.open(options, directory, boot), boot);
            attached.put(directory, known);
        }
        known.use();
        return known.root;
    }

    /** One user less; after the last one the attachment lasts for so long, unless somebody comes. */
    synchronized void detach(Path directory, long lingerMillis) {
        Attachment left = attached.get(directory);
        if (left == null || --left.users > 0) {
            return;
        }
        if (lingerMillis == 0) {
            attached.remove(directory);
            left.close();
            return;
        }
        long lastAttach = left.attachCount;
        left.end = timer.schedule(() -> end(directory, left, lastAttach), lingerMillis, TimeUnit.MILLISECONDS);
    }

    /** Unless somebody was faster. */
    private synchronized void end(Path directory, Attachment left, long lastAttach) {
        if (left.attachCount == lastAttach && attached.remove(directory, left)) {
            left.closeQuietly();
        }
    }

    /** Ends the attachment now, if nobody uses it. */
    synchronized void detachIdle(Path directory) {
        Attachment left = attached.get(directory);
        if (left != null && left.users == 0) {
            attached.remove(directory);
            left.close();
        }
    }
}
