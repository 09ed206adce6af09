package io.foliomq.engine;

import io.foliomq.engine.ledger.GroupTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Does random things to one queue with groups, and knows what may be delivered to whom. */
final class GroupsDriver implements AutoCloseable {
    private static final int GROUPS = 5;
    private static final int MOST_TAILERS = 4;

    private final Random random;
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Store store;
    private final Destination queue;
    private final Appender appender;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final Map<Integer, Reader> lastOwners = new HashMap<>();
    private int handOvers;
    private String last = "";

    GroupsDriver(Path directory, Random random) {
        this.random = random;
        this.store = Store.open(StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withClock(clock::get)
                .withErrorHandler(e -> {
                    throw new AssertionError(e);
                }));
        this.queue = store.queue("q");
        this.appender = queue.newAppender();
    }

    /** A record, and what became of it. */
    private static final class Sent {
        final int number;
        final int group;
        final boolean delayed;
        boolean settled;

        @Nullable
        Reader holder;

        Sent(int number, int group, boolean delayed) {
            this.number = number;
            this.group = group;
            this.delayed = delayed;
        }

        /** Groups of one bucket count as one. */
        int bucket() {
            return GroupTable.bucketOf(group);
        }

        @Override
        public String toString() {
            return number + "/" + group + (delayed ? " delayed" : "") + (settled ? " settled" : "")
                    + (holder == null ? "" : " held by " + holder.name);
        }
    }

    private static final class Reader {
        final String name;
        final Tailer tailer;
        final Map<Sent, Long> leases = new HashMap<>();
        boolean closed;

        Reader(String name, Tailer tailer) {
            this.name = name;
            this.tailer = tailer;
        }
    }

    String last() {
        return last;
    }

    int handOvers() {
        return handOvers;
    }

    List<Sent> left() {
        return sent.stream().filter(each -> !each.settled).toList();
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            append();
        } else if (dice < 60) {
            poll();
        } else if (dice < 80) {
            end(true);
        } else if (dice < 90) {
            end(false);
        } else if (dice < 93) {
            open();
        } else if (dice < 96) {
            close(pick());
        } else {
            clock.addAndGet(random.nextInt(30));
        }
    }

    private void append() {
        boolean grouped = random.nextInt(8) > 0;
        // The last two fall into one bucket.
        int id = random.nextInt(GROUPS);
        int group = !grouped ? 0 : id == GROUPS - 1 ? 1 + GroupTable.BUCKETS : 1 + id;
        boolean delayed = random.nextInt(10) == 0;
        Sent next = new Sent(sent.size(), group, delayed);
        Record record = new Record();
        record.buffer().putInt(record.payloadOffset(), next.number);
        record.payloadLength(Integer.BYTES)
                .group(group, grouped && random.nextInt(6) == 0)
                .deliverAt(delayed ? clock.get() + random.nextInt(20) : 0);
        last = "append " + next;
        sent.add(next);
        appender.append(record);
    }

    private void open() {
        if (readers.stream().filter(reader -> !reader.closed).count() < MOST_TAILERS) {
            TailerOptions options = TailerOptions.DEFAULT.withGroups(
                    random.nextBoolean() ? TailerOptions.Groups.TAKE : TailerOptions.Groups.SPREAD);
            Reader reader = new Reader("t" + sent.size(), queue.subscription().openTailer(options));
            last = "open " + reader.name;
            readers.add(reader);
        }
    }

    private @Nullable Reader pick() {
        List<Reader> open = readers.stream().filter(reader -> !reader.closed).toList();
        return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
    }

    private void poll() {
        Reader reader = pick();
        if (reader == null) {
            open();
        } else {
            last = "poll " + reader.name;
            Delivery delivery = reader.tailer.poll();
            if (delivery != null) {
                delivered(reader, delivery);
            }
        }
    }

    private Sent delivered(Reader reader, Delivery delivery) {
        Sent record =
                sent.get(delivery.record().buffer().getInt(delivery.record().payloadOffset()));
        last = reader.name + " gets " + record;
        require(!record.settled && record.holder == null, "is settled or held");
        if (record.group != 0) {
            checkOrder(reader, record, delivery.deliveryCount());
            Reader before = lastOwners.put(record.bucket(), reader);
            handOvers += before != null && before != reader ? 1 : 0;
        }
        record.holder = reader;
        reader.leases.put(record, delivery.lease());
        return record;
    }

    private void checkOrder(Reader reader, Sent record, int count) {
        for (Sent other : sent) {
            if (other == record || other.settled || other.group == 0 || other.bucket() != record.bucket()) {
                continue;
            }
            require(other.holder == null || other.holder == reader, "is of a group of which another holds " + other);
            // What is delayed may be overtaken; until it was delivered once.
            boolean mayBeOvertaken = other.delayed;
            require(
                    other.number > record.number || mayBeOvertaken || other.holder == reader,
                    "comes before " + other + ", count=" + count);
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(last + ": " + otherwise);
        }
    }

    /** Also of those that are closed. */
    private void end(boolean settle) {
        List<Reader> holders = readers.stream().filter(r -> !r.leases.isEmpty()).toList();
        if (holders.isEmpty()) {
            return;
        }
        Reader reader = holders.get(random.nextInt(holders.size()));
        List<Sent> held = new ArrayList<>(reader.leases.keySet());
        held.sort((a, b) -> Integer.compare(a.number, b.number));
        // Given back are all of a group, as a rollback does.
        Sent record = held.get(random.nextInt(held.size()));
        if (settle) {
            last = reader.name + " settles " + record;
            Long lease = Objects.requireNonNull(reader.leases.remove(record));
            record.settled = true;
            record.holder = null;
            reader.tailer.acknowledge(lease);
        } else {
            long due = random.nextBoolean() ? 0 : clock.get() + random.nextInt(30);
            for (Sent each : held) {
                giveBack(reader, each, due);
            }
        }
    }

    private void giveBack(Reader reader, Sent record, long due) {
        last = reader.name + " gives back " + record + " until " + due;
        Long lease = Objects.requireNonNull(reader.leases.remove(record));
        record.holder = null;
        reader.tailer.release(lease, true, due);
    }

    private void close(@Nullable Reader reader) {
        if (reader != null) {
            last = "close " + reader.name;
            reader.closed = true;
            reader.tailer.close();
        }
    }

    /** Settles all that is there, by those that are open; returns how much was left over. */
    long drain() {
        for (Reader reader : readers) {
            new ArrayList<>(reader.leases.keySet())
                    .stream()
                            .sorted((a, b) -> Integer.compare(a.number, b.number))
                            .forEach(each -> giveBack(reader, each, 0));
        }
        open();
        for (int quiet = 0; quiet < 3; quiet++) {
            clock.addAndGet(1_000);
            for (Reader reader : readers) {
                Delivery delivery;
                while (!reader.closed && (delivery = reader.tailer.poll()) != null) {
                    quiet = 0;
                    Sent record = delivered(reader, delivery);
                    record.settled = true;
                    record.holder = null;
                    reader.tailer.acknowledge(Objects.requireNonNull(reader.leases.remove(record)));
                }
            }
        }
        return queue.subscription().depth();
    }

    @Override
    public void close() {
        readers.forEach(reader -> reader.tailer.close());
        store.close();
    }
}
