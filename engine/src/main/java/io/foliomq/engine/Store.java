package io.foliomq.engine;

import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A store directory, opened by this process; other processes open the same one. Thread-safe. Opening the same directory again in this JVM shares one attachment, whose options are those of the
 * first: the last {@link #close()} detaches.
 */
public final class Store implements AutoCloseable {
    private static final Attachments ATTACHMENTS = new Attachments();

    private final Path directory;
    private final StoreRoot root;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Store(Path directory, StoreRoot root) {
        this.directory = directory;
        this.root = root;
    }

    /**
     * Opens the store, making it if there is none. Takes the same time whatever the backlog.
     *
     * @throws MissingJvmFlagsException the JVM lacks flags that mapped memory needs
     * @throws StoreFormatException corrupt, too old or too new
     */
    public static Store open(StoreOptions options) {
        return open(options, BootId.current());
    }

    /** As if the machine had booted with this id. */
    static Store open(StoreOptions options, BootId boot) {
        JvmFlags.require();
        return translated(() -> {
            Path directory = realPath(options.directory());
            return new Store(directory, ATTACHMENTS.attach(options, directory, boot));
        });
    }

    private static Path realPath(Path directory) {
        try {
            StoreLayout.makeRoot(directory);
            return directory.toRealPath();
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot open store: directory=" + directory + ", cause=" + e, e);
        }
    }

    /** Whether this JVM has the store in this directory open. */
    static boolean isOpenHere(Path directory) {
        return ATTACHMENTS.isAttached(directory);
    }

    public StoreOptions options() {
        return root.options();
    }

    /** Where it is: absolute, without symbolic links. */
    public Path directory() {
        return directory;
    }

    /** The store's identity, a UUID. */
    public String id() {
        return root.id();
    }

    /** For tools: who is attached, and what is kept and why. */
    public Survey survey() {
        return root.survey();
    }

    /** Who may use the store through the layer above. */
    public Users users() {
        return root.users();
    }

    /** The queue of this name, made on first use. */
    public Destination queue(String name) {
        return translated(() -> root.destination(DestinationKind.QUEUE, name));
    }

    /** The topic of this name, made on first use. */
    public Destination topic(String name) {
        return translated(() -> root.destination(DestinationKind.TOPIC, name));
    }

    /** The destination, if it exists. */
    public Optional<Destination> find(DestinationKind kind, String name) {
        return translated(() -> root.find(kind, name));
    }

    /** A destination with a name of its own that goes with {@link Destination#delete()} or with this process. */
    public Destination newTemporary(DestinationKind kind) {
        return translated(() -> root.newTemporary(kind));
    }

    /** All destinations that exist, by name, temporary ones left out. */
    public List<Destination> destinations(DestinationKind kind) {
        return translated(() -> root.destinations(kind));
    }

    /** A transaction with the store's durability. */
    public Transaction newTransaction() {
        return newTransaction(options().durability());
    }

    public Transaction newTransaction(Durability durability) {
        root.transactionFiles().prepareFirst();
        return new Transaction(root, durability);
    }

    /**
     * The transactions that were prepared by any process, now or before, and are not over: what a transaction manager recovers. Oldest first; one that is being committed or rolled back
     * by a living process is left out.
     */
    public List<PreparedTransaction> prepared() {
        return translated(() -> {
            root.ensureOpen();
            return root.preparedTransactions().list();
        });
    }

    /** Whether a transaction of this name was prepared, by any process, and is not over. */
    public boolean isPrepared(BranchId branch) {
        return translated(() -> {
            root.ensureOpen();
            return root.preparedTransactions().isKnown(branch);
        });
    }

    /**
     * Commits what was {@link Transaction#prepare prepared}, by this or any other process. Once this returned, all of it has taken effect and survives what the durability of the transaction says;
     * if the process dies inside, others finish it. What it sends to destinations that were deleted meanwhile goes with them. If it throws anything but the two below, it is decided,
     * is still listed by {@link #prepared()}, and may be tried again.
     *
     * @throws BranchUnknownException there is none of this name
     * @throws BranchDecidedException somebody else was faster
     */
    public void commitPrepared(BranchId branch) {
        translated(() -> {
            root.ensureOpen();
            root.preparedTransactions().commit(branch);
            return this;
        });
    }

    /** Rolls back, as {@link #commitPrepared} commits: what it received is delivered again, and counts as delivered. */
    public void rollbackPrepared(BranchId branch) {
        translated(() -> {
            root.ensureOpen();
            root.preparedTransactions().rollback(branch);
            return this;
        });
    }

    /** A waiter with the store's policy. */
    public Waiter newWaiter() {
        return root.newWaiter(null);
    }

    public Waiter newWaiter(WaitPolicy policy) {
        return root.newWaiter(policy);
    }

    /** Takes the exclusive right to a name, if it is free. */
    public Optional<NameReservation> reserve(String name) {
        return translated(() -> {
            root.ensureOpen();
            return NameReservation.take(root.layout(), name);
        });
    }

    /** Unique to this attachment of this process for the life of the store, from 1; the first half of a message id. */
    public int incarnation() {
        return root.incarnation();
    }

    /** The second half of a message id: 1, 2, 3… Thread-safe. */
    public long nextMessageNumber() {
        return root.nextMessageNumber();
    }

    /** Detaches: open leases are released, temporary destinations deleted. Tailers and appenders of this store fail from now on. Closing twice is no error. */
    @Override
    public void close() {
        close(0);
    }

    /**
     * As {@link #close()}; if this is the last use of the store in this JVM, it stays attached for a while, and whoever opens it meanwhile with
     * the same options has it in microseconds. Whoever lingers holds no leases but those that were left open. A store whose directory is moved or deleted
     * meanwhile is opened anew.
     *
     * @param lingerMillis 0 = detach now
     */
    public void close(long lingerMillis) {
        if (lingerMillis < 0) {
            throw new IllegalArgumentException("lingerMillis: value=" + lingerMillis + ", accepted=0 or more");
        }
        translated(() -> {
            if (closed.compareAndSet(false, true)) {
                ATTACHMENTS.detach(directory, lingerMillis);
            }
            return this;
        });
    }

    /** Detaches from the store in this directory now, if it lingers after {@link #close(long)}; does nothing if it is in use, or not open. */
    public static void endLinger(Path directory) {
        if (Files.isDirectory(directory)) {
            translated(() -> {
                Path real = realPath(directory);
                ATTACHMENTS.detachIdle(real);
                return real;
            });
        }
    }

    private static <T> T translated(Supplier<T> action) {
        try {
            return Uninterrupted.get(action);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }
}
