package io.foliomq.jms.manager;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.jms.FolioXAConnection;
import io.foliomq.jms.FolioXAConnectionFactory;
import io.foliomq.jms.FolioXASession;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/**
 * A process with a transaction manager (Narayana), a database (Derby) and a store. In one transaction each it takes a message from {@code in}, writes its number into the table {@code
 * moved}, and sends it to {@code out}; some transactions it rolls back. Says {@code moved <number>} after each commit.
 */
public final class ManagedProcess {
    static final String IN = "in";
    static final String OUT = "out";
    private static final long PATIENCE_MS = 300;
    private static final int RECOVERY_ROUNDS = 60;

    private final FolioXAConnection connection;
    private final EmbeddedXADataSource database;
    private final RecoveryManager recovery;
    private final Random random;
    private final StoppingPoints points = new StoppingPoints();

    private ManagedProcess(Path directory, long seed) throws Exception {
        random = new Random(seed);
        connection = new FolioXAConnectionFactory("folio:" + directory.resolve("store")).createXAConnection();
        connection.start();
        database = database(directory);
        configure(directory);
        recovery = RecoveryManager.manager(RecoveryManager.INDIRECT_MANAGEMENT);
        for (Object module : recovery.getModules()) {
            if (module instanceof XARecoveryModule xa) {
                xa.addXAResourceRecoveryHelper(ofStore());
                xa.addXAResourceRecoveryHelper(ofDatabase());
            }
        }
    }

    static EmbeddedXADataSource database(Path directory) {
        return database(directory.resolve("database").toString());
    }

    static EmbeddedXADataSource database(String name) {
        // Else it logs to the working directory.
        System.setProperty("derby.stream.error.field", "java.lang.System.err");
        EmbeddedXADataSource source = new EmbeddedXADataSource();
        source.setDatabaseName(name);
        source.setCreateDatabase("create");
        return source;
    }

    private static void configure(Path directory) throws CoreEnvironmentBeanException {
        String log = directory.resolve("manager").toString();
        for (String name : new String[] {null, "stateStore", "communicationStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(log);
        }
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("folio");
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
        recoveryPropertyManager
                .getRecoveryEnvironmentBean()
                .setRecoveryModuleClassNames(List.of(
                        "com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule",
                        XARecoveryModule.class.getName()));
        jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of("folio"));
        // All others that work with this log are dead.
        jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(0);
        jtaPropertyManager
                .getJTAEnvironmentBean()
                .setXaResourceOrphanFilterClassNames(List.of(
                        JTATransactionLogXAResourceOrphanFilter.class.getName(),
                        JTANodeNameXAResourceOrphanFilter.class.getName()));
    }

    private XAResourceRecoveryHelper ofStore() throws JMSException {
        XAResource resource = connection.createXASession().getXAResource();
        return helper(resource);
    }

    private XAResourceRecoveryHelper ofDatabase() throws SQLException {
        return helper(database.getXAConnection().getXAResource());
    }

    private static XAResourceRecoveryHelper helper(XAResource resource) {
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameter) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return new XAResource[] {resource};
            }
        };
    }

    /** Until neither the store nor the database has anything prepared. */
    private String recover() {
        for (int round = 1; round <= RECOVERY_ROUNDS; round++) {
            recovery.scan();
            int left = prepared();
            if (left == 0) {
                return "rounds=" + round;
            }
        }
        throw new IllegalStateException("not recovered: prepared=" + prepared());
    }

    private int prepared() {
        try {
            int scan = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
            return connection.createXASession().getXAResource().recover(scan).length
                    + database.getXAConnection().getXAResource().recover(scan).length;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void work() throws Exception {
        TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        FolioXASession session = connection.createXASession();
        XAConnection rows = database.getXAConnection();
        XAResource store = points.watch(session.getXAResource());
        XAResource table = points.watch(rows.getXAResource());
        Queue in = session.createQueue(IN);
        MessageProducer out = session.createProducer(session.createQueue(OUT));
        while (true) {
            manager.begin();
            // Either is at times the first to be prepared and committed.
            List<XAResource> order = random.nextBoolean() ? List.of(store, table) : List.of(table, store);
            for (XAResource each : order) {
                manager.getTransaction().enlistResource(each);
            }
            Message message;
            try (MessageConsumer consumer = session.createConsumer(in)) {
                message = consumer.receive(PATIENCE_MS);
            }
            if (message == null) {
                manager.rollback();
                ChildLines.say("drained");
                return;
            }
            String number = ((TextMessage) message).getText();
            insert(rows, Integer.parseInt(number));
            out.send(session.createTextMessage(number));
            if (random.nextInt(10) == 0) {
                manager.rollback();
            } else {
                manager.commit();
                ChildLines.say("moved " + number);
            }
        }
    }

    private static void insert(XAConnection rows, int number) throws SQLException {
        try (Connection handle = rows.getConnection();
                PreparedStatement insert = handle.prepareStatement("insert into moved values (?)")) {
            insert.setInt(1, number);
            insert.executeUpdate();
        }
    }

    private Object answer(String[] words) {
        switch (words[0]) {
            case "recover":
                return recover();
            case "arm":
                points.arm(StoppingPoints.Point.valueOf(words[1]), Integer.parseInt(words[2]));
                return "armed";
            case "work":
                new Thread(() -> {
                            try {
                                work();
                            } catch (Exception | Error e) {
                                e.printStackTrace();
                                ChildLines.say("error " + e.toString().replace('\n', ' '));
                            }
                        })
                        .start();
                return "started";
            default:
                throw new IllegalArgumentException("no such command: " + words[0]);
        }
    }

    public static void main(String[] arguments) throws Exception {
        ManagedProcess process = new ManagedProcess(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        ChildLines.say("ready");
        try {
            ChildLines.answer(process::answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
