package io.foliomq.jms.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.transaction.TransactionManager;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import javax.sql.XAConnection;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the manual's chapter on transactions with a database works when pasted. */
class ManualTransactionTest {
    @TempDir
    Path directory;

    @Test
    void shouldRunTheCodeOfTheManual() throws Exception {
        String store = directory.resolve("orders").toString();
        for (String name : new String[] {null, "stateStore", "communicationStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(directory.resolve("manager").toString());
        }
        XAConnection rows = ManagedProcess.database("memory:" + directory).getXAConnection();
        try (Connection database = rows.getConnection();
                Statement statement = database.createStatement()) {
            statement.execute("create table orders (text varchar(100))");
        }
        try (FolioConnectionFactory factory = new FolioConnectionFactory("folio:" + store);
                JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue("orders"), "a dozen eggs");
            paste(store, rows);
            assertThat(context.createConsumer(context.createQueue("orders")).receiveNoWait())
                    .isNull();
            assertThat(context.createConsumer(context.createQueue("confirmations"))
                            .receiveBody(String.class, 0))
                    .isEqualTo("a dozen eggs");
        }
        try (Connection database = rows.getConnection();
                Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery("select text from orders")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo("a dozen eggs");
        }
    }

    private void paste(String store, XAConnection rows) throws Exception {
        String manual = Files.readString(Path.of("..", "docs", "manual.md"));
        String chapter = manual.substring(manual.indexOf("## In one transaction with a database"));
        String code = chapter.substring(chapter.indexOf("```java") + 7);
        code = code.substring(0, code.indexOf("```"));
        assertThat(code).contains("folio:/tmp/orders");
        Path source = directory.resolve("Pasted.java");
        Files.writeString(source, """
                import io.foliomq.jms.*;
                import jakarta.jms.*;
                import jakarta.jms.XAConnection;
                import java.sql.Connection;
                import java.sql.PreparedStatement;

                public class Pasted {
                    public static void run(jakarta.transaction.TransactionManager manager, javax.sql.XAConnection rows)
                            throws Exception {
                        %s
                    }
                }
                """.formatted(code.replace("/tmp/orders", store)));
        compile(source);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Pasted")
                    .getMethod("run", TransactionManager.class, XAConnection.class)
                    .invoke(null, com.arjuna.ats.jta.TransactionManager.transactionManager(), rows);
        }
    }

    private void compile(Path source) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var findings = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var arguments = List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            findings, files, null, arguments, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(findings.toString()).isTrue();
        }
    }
}
