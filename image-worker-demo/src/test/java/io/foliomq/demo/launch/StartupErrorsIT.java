package io.foliomq.demo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said at the start, by the name of its setting, and the exit code tells a script. */
class StartupErrorsIT {
    private static final int WRONG_SETTING = 2;

    @TempDir
    Path directory;

    @Test
    void shouldNameAnUnknownSetting() {
        assertRefused("no such setting: name=colour, known=role data", "--colour=red");
    }

    @Test
    void shouldNameThePortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    "port is in use: port=" + other.getLocalPort() + ", host=127.0.0.1, accepted=a free port, or 0",
                    "--role=web",
                    "--port=" + other.getLocalPort());
        }
    }

    @Test
    void shouldNameThePortsOfEmbeddedServices() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused("s3.port=" + other.getLocalPort(), "--role=web", "--s3.port=" + other.getLocalPort());
            assertRefused(
                    "database.port=" + other.getLocalPort(), "--role=web", "--database.port=" + other.getLocalPort());
        }
    }

    @Test
    void shouldNameAnEndpointThatDoesNotAnswer() {
        assertRefused(
                "S3 store cannot be used: s3.endpoint=http://127.0.0.1:1",
                "--role=web",
                "--s3.endpoint=http://127.0.0.1:1",
                "--s3.access-key=a",
                "--s3.secret-key=b");
    }

    @Test
    void shouldNameKeysThatAreWrong() throws Exception {
        try (TestStore store = new TestStore(directory.resolve("objects"))) {
            String[] settings = store.settings("--role=web");
            settings[2] = "--s3.secret-key=wrong";
            assertRefused("S3 store cannot be used: s3.endpoint=" + store.gate().address(), settings);
            settings[1] = "--s3.access-key=nobody";
            assertRefused("s3.access-key=nobody", settings);
        }
    }

    @Test
    void shouldNameABucketThatCannotBeMade() throws Exception {
        try (TestStore store = new TestStore(Files.createDirectories(directory.resolve("objects")))) {
            // A file is where the bucket's directory would be.
            Files.writeString(directory.resolve("objects/taken"), "");
            assertRefused("s3.bucket=taken", store.settings("--role=web", "--s3.bucket=taken"));
        }
    }

    @Test
    void shouldNameADatabaseThatDoesNotAnswer() {
        assertRefused(
                "database cannot be used: database.url=jdbc:postgresql://127.0.0.1:1/none",
                "--role=web",
                "--database.url=jdbc:postgresql://127.0.0.1:1/none");
    }

    @Test
    void shouldNameAQueueUrlThatIsWrong() {
        assertRefused(
                "message store cannot be opened: queue.url=folio:" + directory + "/store?colour=red",
                "--role=web",
                "--queue.url=folio:" + directory + "/store?colour=red");
    }

    @Test
    void shouldNameAMessageStoreThatIsDamaged() throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("data/store")).resolve("store.mark"), "damaged");

        assertRefused("message store cannot be opened: queue.url=folio:", "--role=web");
    }

    @Test
    void shouldRefuseADirectoryOfANewerVersion() throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("data")).resolve("demo.version"), "99");

        assertRefused("data directory was written by a newer version", "--role=web");
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        if (System.getProperty("user.name").equals("root")) {
            Files.setOwner(
                    data,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            assertRefused("data directory belongs to another user: data=" + data + ", owner=nobody", "--role=web");
        } else {
            assertRefused("data directory belongs to another user: data=/, owner=root", "--role=web", "--data=/");
        }
    }

    @Test
    void shouldRefuseASecondWebProcessInTheSameDirectory() {
        try (DemoProcess first = DemoProcess.open(directory.resolve("data"), "--role=web")) {
            assertRefused("data directory is in use", "--role=web");
            assertThat(first.client().depth()).isZero();
        }
    }

    @Test
    void shouldTellAWorkerThatThereAreNoServices() {
        assertRefused("no embedded services here yet", "--role=worker");
    }

    private void assertRefused(String message, String... settings) {
        String[] all = new String[settings.length + 1];
        all[0] = "--port=0";
        System.arraycopy(settings, 0, all, 1, settings.length);
        try (DemoProcess demo = DemoProcess.start(directory.resolve("data"), all)) {
            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(WRONG_SETTING);
            assertThat(demo.output()).contains("ERROR ").contains(message).doesNotContain("\tat ");
        }
    }
}
