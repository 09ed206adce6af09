package io.foliomq.jms.joram;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.jndi.FolioInitialContextFactory;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.objectweb.jtests.jms.admin.Admin;

/** What the Joram tests need of a provider: administered objects by name. There is no server to start; the store stays open between tests. */
public final class FolioAdmin implements Admin {
    private static final Map<String, String> BOUND = new ConcurrentHashMap<>();
    private static volatile Path directory = Path.of("target", "joram-store");

    /** Where the tests have their store. */
    static void directory(Path newDirectory) {
        directory = newDirectory;
    }

    static Store openStore() {
        return Store.open(StoreOptions.at(directory).withSegmentBytes(1 << 20));
    }

    @Override
    public String getName() {
        return "FolioMQ";
    }

    @Override
    public Context createContext() throws NamingException {
        Hashtable<String, String> properties = new Hashtable<>(BOUND);
        properties.put(Context.INITIAL_CONTEXT_FACTORY, FolioInitialContextFactory.class.getName());
        return new InitialContext(properties);
    }

    @Override
    public void createConnectionFactory(String name) {
        BOUND.put("connectionFactory." + name, "folio:" + directory + "?segmentBytes=1m&jms.trustedPackages=java.util");
    }

    @Override
    public void createQueueConnectionFactory(String name) {
        createConnectionFactory(name);
    }

    @Override
    public void createTopicConnectionFactory(String name) {
        createConnectionFactory(name);
    }

    @Override
    public void createQueue(String name) {
        BOUND.put("queue." + name, name);
    }

    @Override
    public void createTopic(String name) {
        BOUND.put("topic." + name, name);
    }

    @Override
    public void deleteQueue(String name) {
        delete(DestinationKind.QUEUE, name);
    }

    @Override
    public void deleteTopic(String name) {
        delete(DestinationKind.TOPIC, name);
    }

    private static void delete(DestinationKind kind, String name) {
        BOUND.remove((kind == DestinationKind.QUEUE ? "queue." : "topic.") + name);
        try (Store store = openStore()) {
            store.find(kind, name).ifPresent(Destination::delete);
        }
    }

    @Override
    public void deleteConnectionFactory(String name) {
        BOUND.remove("connectionFactory." + name);
    }

    @Override
    public void deleteQueueConnectionFactory(String name) {
        BOUND.remove("connectionFactory." + name);
    }

    @Override
    public void deleteTopicConnectionFactory(String name) {
        BOUND.remove("connectionFactory." + name);
    }

    @Override
    public void startServer() {
        // The files are the server.
    }

    @Override
    public void stopServer() {
        // The files are the server.
    }

    @Override
    public void start() {
        // Nothing to start.
    }

    @Override
    public void stop() {
        // Nothing to stop.
    }
}
