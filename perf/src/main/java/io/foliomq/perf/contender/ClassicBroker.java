package io.foliomq.perf.contender;

import io.foliomq.engine.Durability;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/** ActiveMQ Classic in this JVM with KahaDB, reached without a network. What is not set here is its default. */
final class ClassicBroker {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private ClassicBroker() {}

    static Broker start(Setup setup) throws Exception {
        String name = "measured" + NUMBERS.incrementAndGet();
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(setup.directory().toFile());
        store.setJournalDiskSyncStrategy(setup.durability() == Durability.POWER ? "always" : "never");
        BrokerService broker = new BrokerService();
        broker.setBrokerName(name);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setDataDirectoryFile(setup.directory().toFile());
        broker.setPersistenceAdapter(store);
        broker.start();
        broker.waitUntilStarted();
        return new Broker(new ActiveMQConnectionFactory("vm://" + name + "?create=false"), () -> {
            broker.stop();
            broker.waitUntilStopped();
            return true;
        });
    }
}
