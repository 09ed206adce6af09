package io.foliomq.jms.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Store;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.jms.FolioConnectionFactory;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A row and a message, both or neither, whenever the process dies that leads the transaction. {@code -Dfoliomq.xa.kills=N} kills more often, {@code -Dfoliomq.xa.seed=S} the same
 * again as far as chance goes.
 */
@Checklist(121)
class TransactionManagerIT {
    private static final int KILLS = Integer.getInteger("foliomq.xa.kills", 5);
    private static final int MESSAGES_A_KILL = 60;
    private static final List<String> OPTIONS = List.of("-Xmx160m", "-Dderby.system.durability=normal");

    @TempDir
    Path directory;

    private final Set<Integer> sent = new HashSet<>();
    private final Set<Integer> reported = new HashSet<>();

    @BeforeEach
    void makeTable() throws SQLException {
        EmbeddedXADataSource database = ManagedProcess.database(directory);
        try (Connection connection = database.getXAConnection().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table moved (number int primary key)");
        }
        release(database);
    }

    /** Lets go of the files: another process may boot the database then. */
    private static void release(EmbeddedXADataSource database) {
        database.setCreateDatabase(null);
        database.setShutdownDatabase("shutdown");
        try {
            database.getXAConnection().getConnection();
        } catch (SQLException expected) {
            assertThat(expected.getSQLState()).as(expected.toString()).isEqualTo("08006");
        }
    }

    private void send(int count) throws JMSException {
        try (FolioConnectionFactory factory = factory();
                JMSContext context = factory.createContext()) {
            int first = sent.size();
            IntStream.range(first, first + count).forEach(number -> {
                sent.add(number);
                context.createProducer().send(context.createQueue(ManagedProcess.IN), String.valueOf(number));
            });
        }
    }

    private FolioConnectionFactory factory() {
        return new FolioConnectionFactory("folio:" + directory.resolve("store"));
    }

    private ChildJvm start(long seed) {
        ChildJvm child = ChildJvm.start(OPTIONS, ManagedProcess.class, directory.toString(), Long.toString(seed));
        child.await("ready");
        System.out.println("recovered: " + child.ask("recover"));
        return child;
    }

    private void kill(ChildJvm child) {
        child.kill();
        child.awaitExit();
        for (String line : child.everything()) {
            assertThat(line).doesNotStartWith("error");
            if (line.startsWith("moved ")) {
                reported.add(Integer.parseInt(line.substring("moved ".length())));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StoppingPoints.Point.class)
    void shouldHaveBothOrNeitherWhenItIsKilledAt(StoppingPoints.Point point) throws Exception {
        send(20);
        try (ChildJvm child = start(point.ordinal())) {
            child.ask("arm " + point + " 5");
            child.ask("work");
            child.await("stopped");
            kill(child);
        }
        try (ChildJvm child = start(99)) {
            kill(child);
        }
        assertBothOrNeither();
    }

    @Test
    void shouldHaveBothOrNeitherWheneverItIsKilled() throws Exception {
        long seed = Long.getLong("foliomq.xa.seed", System.nanoTime());
        System.out.println("kills=" + KILLS + ", seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            send(MESSAGES_A_KILL);
            try (ChildJvm child = start(random.nextLong())) {
                child.ask("work");
                int until = random.nextInt(MESSAGES_A_KILL - 10);
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> {
                            List<String> said = child.pending();
                            assertThat(said).noneMatch(line -> line.startsWith("error"));
                            return said.size() >= until;
                        });
                kill(child);
            }
        }
        try (ChildJvm child = start(random.nextLong())) {
            child.ask("work");
            child.await("drained");
            kill(child);
        }
        assertBothOrNeither();
        assertThat(rows()).hasSameElementsAs(sent);
    }

    private void assertBothOrNeither() throws Exception {
        List<Integer> rows = rows();
        List<Integer> moved = drain(ManagedProcess.OUT);
        List<Integer> waiting = drain(ManagedProcess.IN);
        assertThat(moved).as("messages and rows").doesNotHaveDuplicates().hasSameElementsAs(rows);
        assertThat(rows).as("commits that returned").containsAll(reported);
        List<Integer> all = new ArrayList<>(moved);
        all.addAll(waiting);
        assertThat(all).as("all that was sent, once").doesNotHaveDuplicates().hasSameElementsAs(sent);
        System.out.println("moved=" + moved.size() + ", waiting=" + waiting.size() + ", reported=" + reported.size());
    }

    private List<Integer> rows() throws SQLException {
        EmbeddedXADataSource database = ManagedProcess.database(directory);
        List<Integer> rows = new ArrayList<>();
        try (Connection connection = database.getXAConnection().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select number from moved")) {
            while (found.next()) {
                rows.add(found.getInt(1));
            }
        }
        release(database);
        return rows;
    }

    private List<Integer> drain(String queue) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        try (FolioConnectionFactory factory = factory();
                JMSContext context = factory.createContext(Session.CLIENT_ACKNOWLEDGE)) {
            var consumer = context.createConsumer(context.createQueue(queue));
            for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                numbers.add(Integer.parseInt(((TextMessage) next).getText()));
            }
        }
        Store.endLinger(directory.resolve("store"));
        return numbers;
    }
}
