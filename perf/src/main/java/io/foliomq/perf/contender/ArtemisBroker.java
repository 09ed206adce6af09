package io.foliomq.perf.contender;

import io.foliomq.engine.Durability;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Artemis in this JVM, reached without a network. What is not set here is its default. */
final class ArtemisBroker {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    /** About what a forced write takes on a fast disk: longer only delays, shorter gathers less. */
    private static final int GATHERING_NANOS = (int) TimeUnit.MICROSECONDS.toNanos(100);
    /** Without it nothing is accepted on a disk that is nearly full. */
    private static final int NO_DISK_LIMIT = -1;

    private ArtemisBroker() {}

    /** What a send waits for. */
    enum Journal {
        UNBUFFERED,
        BUFFERED,
        UNSYNCED
    }

    static Broker start(Setup setup, Journal journal) throws Exception {
        int number = NUMBERS.incrementAndGet();
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration(setup, journal).addAcceptorConfiguration("in-vm", "vm://" + number));
        server.start();
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://" + number);
        return new Broker(factory, () -> {
            factory.close();
            return server.stop();
        });
    }

    private static Configuration configuration(Setup setup, Journal journal) throws Exception {
        Path directory = setup.directory();
        boolean synced = journal != Journal.UNSYNCED;
        return new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setMaxDiskUsage(NO_DISK_LIMIT)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(journal == Journal.UNBUFFERED ? 0 : GATHERING_NANOS)
                .setJournalDatasync(setup.durability() == Durability.POWER)
                .setJournalSyncTransactional(synced)
                .setJournalSyncNonTransactional(synced);
    }
}
