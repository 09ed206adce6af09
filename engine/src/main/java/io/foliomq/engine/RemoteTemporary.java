package io.foliomq.engine;

import io.foliomq.engine.inbox.InboxRing;
import io.foliomq.engine.member.Member;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A temporary destination of another process: can be sent to and nothing else. */
final class RemoteTemporary extends Destination {
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final StoreRoot root;
    private final TemporaryName temporary;
    private final InboxRing ring;

    RemoteTemporary(StoreRoot root, TemporaryName temporary, DestinationKind kind, InboxRing ring) {
        super(temporary.toString(), kind);
        this.root = root;
        this.temporary = temporary;
        this.ring = ring;
    }

    @Override
    public boolean isTemporary() {
        return true;
    }

    @Override
    public int owner() {
        return Member.incarnationOf(temporary.token());
    }

    @Override
    public boolean isDeleted() {
        return !ring.isLive(temporary.number()) || !root.isAlive(temporary.token());
    }

    @Override
    void append(Record record, Durability durability) {
        appendCommitted(record.buffer(), 0, record.length());
    }

    @Override
    void appendCommitted(DirectBuffer record, int offset, int length) {
        try {
            if (InboxRing.fits(length)) {
                write(temporary.number(), record, offset, length);
            } else {
                appendOutside(record, offset, length);
            }
            if (ring.mustRing()) {
                root.ring(Member.slotOf(temporary.token()));
            }
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    private void appendOutside(DirectBuffer record, int offset, int length) {
        String name = Member.slotOf(temporary.token()) + ".inbox-" + Long.toHexString(root.token()) + "-"
                + root.largeIds().incrementAndGet();
        Path path = root.layout().members().resolve(name);
        // Nothing of a temporary destination outlives its process.
        boolean forced = false;
        WrittenFile.create(
                path,
                FileKind.LARGE_BODY,
                root.laneSettings().storeId(),
                root.options().clock().time(),
                record,
                offset,
                length,
                forced);
        byte[] reference = name.getBytes(StandardCharsets.US_ASCII);
        write(-temporary.number(), new UnsafeBuffer(reference), 0, reference.length);
    }

    private void write(long number, DirectBuffer record, int offset, int length) {
        long start = root.nanoClock().nanoTime();
        while (true) {
            ensureLive();
            if (ring.write(number, record, offset, length)) {
                return;
            }
            root.ring(Member.slotOf(temporary.token()));
            long waited = root.nanoClock().nanoTime() - start;
            if (waited > TimeUnit.MILLISECONDS.toNanos(root.options().sendTimeoutMillis())
                    || Thread.currentThread().isInterrupted()) {
                throw new StoreFault(
                        StoreFault.Kind.LIMIT,
                        "inbox is full: destination=" + name() + ", waitedMs=" + TimeUnit.NANOSECONDS.toMillis(waited));
            }
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    private void ensureLive() {
        root.ensureOpen();
        if (!ring.isLive(temporary.number())) {
            throw new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + name());
        }
    }

    private IllegalUseException notOurs() {
        return new IllegalUseException(
                "a temporary destination is consumed by the process that made it: destination=" + name(), null);
    }

    @Override
    public Subscription subscription() {
        throw notOurs();
    }

    @Override
    public Optional<Subscription> subscription(String subscription) {
        throw notOurs();
    }

    @Override
    public Subscription subscribe(SubscriptionOptions options) {
        throw notOurs();
    }

    @Override
    public List<Subscription> subscriptions() {
        throw notOurs();
    }

    @Override
    public void limits(Limits limits) {
        throw notOurs();
    }

    @Override
    public Limits limits() {
        throw notOurs();
    }

    @Override
    public long appended() {
        throw notOurs();
    }

    @Override
    public void delete() {
        throw notOurs();
    }

    @Override
    StoreRoot root() {
        return root;
    }

    @Override
    void addSleeper() {}
}
