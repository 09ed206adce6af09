package io.foliomq.engine.member;

import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operating system locks of one store's slots, as this JVM sees them. The kernel drops them when a process dies, however it dies; and it drops
 * them as well when the process closes <em>any</em> descriptor of the locked file. Hence three rules:
 *
 * <ul>
 *   <li>A lock file is opened only here, and only if the slot's member file says that this JVM does not hold the lock.
 *   <li>That question and the opening and closing that follow happen under one monitor, which all class loaders of this JVM share: the
 *       interned name of the members directory.
 *   <li>If the JVM turns out to hold the lock all the same, the descriptor is kept open until it does not.
 * </ul>
 */
final class SlotLocks {
    /** By lock file, the descriptor whose closing would drop a lock that somebody in this JVM holds. */
    private static final Map<String, FileChannel> KEPT_OPEN = new ConcurrentHashMap<>();

    private final StoreLayout layout;
    private final JvmIdentity jvm;
    /** The members directory, under the one name for it that all of this JVM interns. */
    private final String monitor;

    SlotLocks(StoreLayout layout, JvmIdentity jvm) {
        this.layout = layout;
        this.jvm = jvm;
        this.monitor = ("io.foliomq.members:" + identityOf(layout.members())).intern();
    }

    /** Takes the slot's lock for this JVM; {@code null} if somebody has it, here or elsewhere. */
    @Nullable
    SlotLock tryTake(MemberFile file) {
        return Uninterrupted.get(() -> {
            synchronized (monitor) {
                return file.isHeldBy(jvm) ? null : take(file);
            }
        });
    }

    private @Nullable SlotLock take(MemberFile file) {
        int slot = file.slot();
        FileChannel channel = isKeptOpen(slot) ? null : open(slot);
        FileLock taken = channel == null ? null : tryLock(channel, slot, false);
        if (channel == null || taken == null) {
            close(channel, slot);
            return null;
        }
        file.holder(jvm);
        return new SlotLock(this, file, taken);
    }

    void release(MemberFile file, FileChannel channel) {
        Uninterrupted.get(() -> {
            synchronized (monitor) {
                file.noHolder();
                close(channel, file.slot());
                return true;
            }
        });
    }

    /**
     * Whether the process that attached with this token is gone. If so the verdict is written down, so that whoever asks next need not touch the lock. The
     * slot is not reaped by this.
     */
    boolean isOwnerGone(MemberFile file, long token) {
        return Uninterrupted.get(() -> {
            synchronized (monitor) {
                return !file.isHeldBy(jvm) && probe(file, token);
            }
        });
    }

    /** Whether nobody holds the slot's lock, neither here nor elsewhere. For slots whose file tells nothing; else, the file knows what we hold. */
    boolean isFree(int slot) {
        return Uninterrupted.get(() -> {
            synchronized (monitor) {
                return probe(slot, () -> {});
            }
        });
    }

    private boolean probe(MemberFile file, long token) {
        return probe(file.slot(), () -> {
            if (file.token() == token) {
                file.markDead();
            }
        });
    }

    private boolean probe(int slot, Runnable whileLocked) {
        if (isKeptOpen(slot)) {
            return false;
        }
        FileChannel channel = open(slot);
        try {
            // Shared, so that those who only ask do not keep each other from the answer.
            boolean free = tryLock(channel, slot, true) != null;
            if (free) {
                whileLocked.run();
            }
            return free;
        } finally {
            close(channel, slot);
        }
    }

    /** Whether this JVM holds the lock although nothing said so. If not any more, what was kept for that is closed. */
    private boolean isKeptOpen(int slot) {
        FileChannel kept = KEPT_OPEN.get(keyOf(slot));
        if (kept == null) {
            return false;
        }
        try {
            kept.tryLock(0, 1, true);
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            throw fault("cannot lock member", layout.memberLock(slot), e);
        }
        KEPT_OPEN.remove(keyOf(slot));
        close(kept, slot);
        return false;
    }

    private String keyOf(int slot) {
        return monitor + "/" + slot;
    }

    private FileChannel open(int slot) {
        Path path = layout.memberLock(slot);
        try {
            return OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw fault("cannot open member lock", path, e);
        }
    }

    private @Nullable FileLock tryLock(FileChannel channel, int slot, boolean shared) {
        try {
            return channel.tryLock(0, 1, shared);
        } catch (OverlappingFileLockException e) {
            KEPT_OPEN.put(keyOf(slot), channel);
            return null;
        } catch (IOException e) {
            close(channel, slot);
            throw fault("cannot lock member", layout.memberLock(slot), e);
        }
    }

    private void close(@Nullable FileChannel channel, int slot) {
        if (channel == null || KEPT_OPEN.get(keyOf(slot)) == channel) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw fault("cannot close member lock", layout.memberLock(slot), e);
        }
    }

    private static StoreFault fault(String what, Path path, IOException e) {
        return new StoreFault(
                StoreFault.Kind.IO,
                what + ": file=" + path + ", cause=" + e.getClass().getSimpleName() + ": " + e.getMessage(),
                e);
    }

    /** Device and inode where the platform has them: the same for every path that leads to the directory. */
    private static String identityOf(Path directory) {
        try {
            Object key =
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
            return key != null ? key.toString() : directory.toRealPath().toString();
        } catch (IOException e) {
            throw fault("cannot read members directory", directory, e);
        }
    }
}
