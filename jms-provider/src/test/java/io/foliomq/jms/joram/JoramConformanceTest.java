package io.foliomq.jms.joram;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Store;
import io.foliomq.jms.testing.Checklist;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** All of the Joram suite, each of its tests as one here. */
@Checklist({3, 14, 31, 50, 52, 78, 81, 92, 97, 99, 119})
class JoramConformanceTest {
    private static final int TESTS = 196;
    private static final String CONFORM = "org.objectweb.jtests.jms.conform.";
    private static final List<String> CLASSES = List.of(
            "connection.ConnectionTest",
            "connection.TopicConnectionTest",
            "message.MessageBodyTest",
            "message.MessageDefaultTest",
            "message.MessageTypeTest",
            "message.headers.MessageHeaderTest",
            "message.properties.JMSXPropertyTest",
            "message.properties.MessagePropertyConversionTest",
            "message.properties.MessagePropertyTest",
            "queue.QueueBrowserTest",
            "queue.TemporaryQueueTest",
            "selector.SelectorSyntaxTest",
            "selector.SelectorTest",
            "session.QueueSessionTest",
            "session.SessionTest",
            "session.TopicSessionTest",
            "session.UnifiedSessionTest",
            "topic.TemporaryTopicTest");

    @TempDir
    static Path directory;

    private static Store store;

    @BeforeAll
    static void openStore() {
        FolioAdmin.directory(directory.resolve("store"));
        store = FolioAdmin.openStore();
    }

    @AfterAll
    static void closeStore() {
        store.close();
    }

    @Test
    void shouldHaveAllTests() throws ReflectiveOperationException {
        assertThat(tests()).hasSize(TESTS);
    }

    @TestFactory
    Stream<DynamicTest> shouldConform() throws ReflectiveOperationException {
        return tests().stream().map(test -> DynamicTest.dynamicTest(test.toString(), () -> run(test)));
    }

    private static List<TestCase> tests() throws ReflectiveOperationException {
        List<TestCase> tests = new ArrayList<>();
        for (String name : CLASSES) {
            Class<? extends TestCase> type = Class.forName(CONFORM + name).asSubclass(TestCase.class);
            Collections.list(new TestSuite(type).tests()).forEach(test -> tests.add((TestCase) test));
        }
        return tests;
    }

    private static void run(TestCase test) throws Throwable {
        TestResult result = new TestResult();
        test.run(result);
        List<TestFailure> failures = new ArrayList<>(Collections.list(result.failures()));
        failures.addAll(Collections.list(result.errors()));
        assertThat(result.runCount()).isEqualTo(1);
        if (!failures.isEmpty()) {
            throw failures.get(0).thrownException();
        }
    }
}
