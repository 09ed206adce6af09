package io.foliomq.jms.session;

import io.foliomq.engine.Destination;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Store;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.Transaction;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.FolioTemporaryQueue;
import io.foliomq.jms.destination.FolioTemporaryTopic;
import io.foliomq.jms.destination.SubscriptionSpec;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.MessageCodec;
import io.foliomq.jms.message.MessageFactory;
import io.foliomq.jms.message.MessageIds;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** One connection: an attachment to a store, with everything that its sessions share. Thread-safe. */
public final class ConnectionScope implements Children.Closing {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final Settings settings;
    private final Store store;
    private final MessageCodec codec;
    private final MessageFactory messages;
    private final MessageIds messageIds;
    private final Destinations destinations;
    private final Subscriptions subscriptions;
    private final TemporaryDestinations temporaries;
    private final DeadLetters deadLetters;
    private final ClientId clientId;
    private final ErrorReports reports = new ErrorReports();
    private final Lifecycle lifecycle = new Lifecycle("connection");
    private final Children<SessionScope> sessions = new Children<>("connection");
    private final Children<ConnectionIntake> intakes = new Children<>("connection");
    private final ReentrantLock sharedTailers = new ReentrantLock();
    private final TailerOpening opening = new TailerOpening(this);
    private final EpochClock clock;
    private final NanoClock nanoClock;
    private final int incarnation;
    private volatile boolean started;

    private ConnectionScope(Settings settings, Store store) {
        this.settings = settings;
        this.store = store;
        this.codec = new MessageCodec(settings.objects());
        this.messages = new MessageFactory();
        this.messageIds = idsOf(store);
        this.destinations = new Destinations(store, settings.limits());
        this.subscriptions = new Subscriptions(store, destinations);
        this.temporaries = new TemporaryDestinations(store, lifecycle);
        this.deadLetters = new DeadLetters(this, settings.deadLetters());
        this.clientId = new ClientId(store);
        this.clock = store.options().clock();
        this.nanoClock = store.options().nanoClock();
        this.incarnation = store.incarnation();
    }

    /** The message ids of a store. */
    static MessageIds idsOf(Store store) {
        UUID id = UUID.fromString(store.id());
        return new MessageIds(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }

    /** Attaches to the store, making it if there is none; takes the client identifier that the settings name. */
    public static ConnectionScope open(Settings settings) throws JMSException {
        try {
            Store store = Store.open(settings.store());
            try {
                admit(settings.credentials(), store);
                ConnectionScope connection = new ConnectionScope(settings, store);
                if (settings.clientId() != null) {
                    connection.clientId.set(settings.clientId());
                }
                return connection;
            } catch (JMSException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    /** Lets go of the store that lingers after its last connection; one that is in use stays as it is. */
    public static void endLinger(Settings settings) throws JMSException {
        try {
            Store.endLinger(settings.store().directory());
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    private static void admit(Credentials credentials, Store store) throws JMSSecurityException {
        String user = credentials.user();
        if (store.users().admits(user, credentials.password())) {
            return;
        }
        String where = ", store=" + store.options().directory();
        throw new JMSSecurityException(
                user == null || user.isEmpty()
                        ? "store has users and none is given: accepted=user and password of the connection, or of its factory"
                                + where
                        : "user or password is wrong: user=" + user + where,
                "SECURITY");
    }

    Settings settings() {
        return settings;
    }

    /** Tells it from all others of this process. */
    long number() {
        return number;
    }

    MessageCodec codec() {
        return codec;
    }

    public MessageFactory messages() {
        return messages;
    }

    /** Empty fields of an envelope in this store. */
    EnvelopeFields newEnvelope() {
        return new EnvelopeFields(messageIds);
    }

    Destinations destinations() {
        return destinations;
    }

    TailerOpening opening() {
        return opening;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    TemporaryDestinations temporaries() {
        return temporaries;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    EpochClock clock() {
        return clock;
    }

    NanoClock nanoClock() {
        return nanoClock;
    }

    /** With this connection's own durability, whoever opened the store first. */
    Transaction newTransaction() {
        return store.newTransaction(settings.store().durability());
    }

    /** With this connection's own wait policy. */
    Waiter newWaiter() {
        return store.newWaiter(settings.store().waitPolicy());
    }

    SendTarget newTarget(FolioDestination destination) throws JMSException {
        Destination found = destinations.resolve(destination);
        return new SendTarget(found, found.newAppender(settings.store().durability()));
    }

    int incarnation() {
        return incarnation;
    }

    long nextMessageNumber() {
        return store.nextMessageNumber();
    }

    /** Whom each message that is sent names as its sender; null = none. */
    @Nullable
    String userId() {
        return settings.userIds() ? settings.credentials().user() : null;
    }

    long senderIdentity() {
        return clientId.senderIdentity();
    }

    boolean isStarted() {
        return started;
    }

    /** @throws IllegalStateException once the connection is closed. */
    public void requireNotClosed() throws IllegalStateException {
        lifecycle.requireNotClosed();
    }

    /** The client identifier, or null if there is none. */
    public @Nullable String clientId() {
        return clientId.text();
    }

    /** Takes the client identifier; fails if that comes too late, or if it is somebody else's. */
    public void clientId(@Nullable String text) throws JMSException {
        requireNotClosed();
        try {
            clientId.set(text);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    /** From now on the client identifier stays as it is. */
    public void used() {
        clientId.used();
    }

    public @Nullable ExceptionListener exceptionListener() {
        return reports.listener();
    }

    public void exceptionListener(@Nullable ExceptionListener listener) {
        reports.listener(listener);
    }

    /** Tells the exception listener what cannot be thrown to anybody. */
    void report(JMSException failure) {
        reports.report(failure);
    }

    public SessionScope newSession(AcknowledgeMode mode) throws JMSException {
        return newSession(mode, false);
    }

    /** A session whose transactions are branches of a transaction manager's. */
    public BranchResource newBranchResource() throws JMSException {
        SessionScope session = newSession(AcknowledgeMode.TRANSACTED, true);
        return new BranchResource(session, (BranchWork) session.acknowledger(), settings, store.directory());
    }

    private SessionScope newSession(AcknowledgeMode mode, boolean global) throws JMSException {
        requireNotClosed();
        try {
            SessionScope session = new SessionScope(this, mode, global);
            sessions.add(session);
            return session;
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    void remove(SessionScope session) {
        sessions.remove(session);
    }

    /** Held by whoever uses a tailer of a connection consumer. A session's lock is taken before it, never within. */
    ReentrantLock sharedTailers() {
        return sharedTailers;
    }

    /** A connection consumer of a queue. */
    public ConnectionIntake openQueue(
            FolioDestination queue, @Nullable String selector, ServerSessions pool, int maxMessages)
            throws JMSException {
        Waiter waiter = newWaiter();
        return add(queue, opening.openQueue(queue, selector, waiter), waiter, pool, maxMessages);
    }

    /** A connection consumer of a topic. */
    public ConnectionIntake openTopic(SubscriptionSpec spec, ServerSessions pool, int maxMessages) throws JMSException {
        Waiter waiter = newWaiter();
        return add(spec.topic(), opening.openTopic(spec, waiter), waiter, pool, maxMessages);
    }

    private ConnectionIntake add(
            FolioDestination destination, Tailer tailer, Waiter waiter, ServerSessions pool, int maxMessages)
            throws IllegalStateException {
        ConnectionIntake intake = new ConnectionIntake(this, destination, tailer, waiter, pool, maxMessages);
        try {
            intakes.add(intake);
        } catch (IllegalStateException e) {
            tailer.close();
            throw e;
        }
        intake.start();
        return intake;
    }

    void remove(ConnectionIntake intake) {
        intakes.remove(intake);
    }

    public FolioTemporaryQueue newTemporaryQueue() throws JMSException {
        try {
            return temporaries.newQueue();
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    public FolioTemporaryTopic newTemporaryTopic() throws JMSException {
        try {
            return temporaries.newTopic();
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    /** Fails for a temporary destination that is gone. */
    public void requireExisting(FolioDestination destination) throws JMSException {
        if (destination.kind().isTemporary()) {
            destinations.resolve(destination);
        }
    }

    /** Deletes a durable subscription of this client identifier. */
    public void unsubscribe(@Nullable String name) throws JMSException {
        try {
            subscriptions.unsubscribe(clientId(), name);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    public void start() throws IllegalStateException {
        requireNotClosed();
        started = true;
        sessions.snapshot().forEach(SessionScope::wakeUp);
        intakes.snapshot().forEach(ConnectionIntake::wakeUp);
    }

    /** Returns when no listener runs any more and no receive will return a message. */
    public void stop() throws IllegalStateException {
        requireNotClosed();
        List<SessionScope> current = sessions.snapshot();
        for (SessionScope session : current) {
            if (session.isListenerThread()) {
                throw new IllegalStateException("message listener stops its own connection", "CALLBACK");
            }
        }
        boolean wasStarted = started;
        started = false;
        try {
            for (SessionScope session : current) {
                session.awaitListener();
            }
        } catch (IllegalStateException e) {
            started = wasStarted;
            throw e;
        }
    }

    /** Closes the sessions, deletes the temporary destinations, detaches from the store. */
    @Override
    public void close() throws JMSException {
        List<SessionScope> current = sessions.snapshot();
        for (SessionScope session : current) {
            if (session.isCallbackThread()) {
                throw new IllegalStateException("listener closes its own connection", "CALLBACK");
            }
        }
        if (!lifecycle.beginClose()) {
            return;
        }
        boolean wasStarted = started;
        started = false;
        try {
            for (SessionScope session : current) {
                session.awaitCallbacks();
            }
        } catch (IllegalStateException e) {
            started = wasStarted;
            lifecycle.abandonClose();
            throw e;
        }
        closeIdle();
    }

    private void closeIdle() throws JMSException {
        try {
            intakes.closeAll();
            sessions.closeAll();
        } finally {
            detach();
        }
    }

    private void detach() throws JMSException {
        try {
            temporaries.deleteAll();
            clientId.release();
            store.close(settings.lingerMillis());
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        } finally {
            lifecycle.closed();
            reports.close();
        }
    }
}
