package io.foliomq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged tool as a process of its own, on a store that this process works with. */
class FolioIT extends FolioTest {
    private record Ended(int exitCode, String output) {}

    private Ended process(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("foliomq.cli.jar")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--store", store().toString()));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldWorkBesideTheProcessesThatUseTheStore() throws Exception {
        send("q", "one", "two");
        var consumer = context.createConsumer(context.createQueue("q"));
        assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("one");

        Ended why = process("why", "q");
        assertThat(why.exitCode()).as(why.output()).isZero();
        assertThat(why.output())
                .contains("1 ready, 1 leased")
                .contains("pid=" + ProcessHandle.current().pid());

        Ended moved = process("move", "q", "r");
        assertThat(moved.exitCode()).as(moved.output()).isZero();
        assertThat(drain("r")).containsExactly("two");

        Ended sent = process("send", "r", "from there");
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(drain("r")).containsExactly("from there");

        context.rollback();
        assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("one");
    }

    @Test
    void shouldSayNothingButWhatIsAskedFor() throws Exception {
        send("q", "one");
        Ended status = process("status", "--json");
        assertThat(status.exitCode()).isZero();
        assertThat(status.output().strip()).startsWith("{").endsWith("}");
    }
}
