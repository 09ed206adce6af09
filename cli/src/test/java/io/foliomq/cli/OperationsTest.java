package io.foliomq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The commands that tell about a store and who may use it. */
class OperationsTest extends FolioTest {
    @Test
    void shouldListWhatDestinationsHold() {
        send("q", "one", "two");
        context.createTopic("t");
        var consumer = context.createConsumer(context.createQueue("q"));
        assertThat(consumer.receive(5_000)).isNotNull();
        JsonArray rows = rows("destinations");
        assertThat(rows).hasSize(1);
        JsonObject row = rows.get(0).getAsJsonObject();
        assertThat(row.get("destination").getAsString()).isEqualTo("queue://q");
        assertThat(row.get("depth").getAsInt()).isEqualTo(2);
        assertThat(row.get("leased").getAsInt()).isEqualTo(1);
        assertThat(row.get("consumers").getAsInt()).isEqualTo(1);
        assertThat(row.get("sent").getAsInt()).isEqualTo(2);
        assertThat(row.get("bytes").getAsLong()).isGreaterThan(100);
        assertThat(row.get("oldest").getAsString()).startsWith("20");
        assertThat(folio("destinations")).isZero();
        assertThat(out()).contains("destination").contains("queue://q");
    }

    @Test
    void shouldTellHowTheStoreIs() {
        send("q", "one");
        JsonObject status = object("status");
        assertThat(status.get("queues").getAsInt()).isEqualTo(1);
        assertThat(status.get("messages").getAsInt()).isEqualTo(1);
        assertThat(status.get("segments").getAsInt()).isEqualTo(1);
        assertThat(status.get("diskFreeBytes").getAsLong()).isPositive();
        assertThat(status.getAsJsonArray("members")).hasSize(1);
        JsonObject member = status.getAsJsonArray("members").get(0).getAsJsonObject();
        assertThat(member.get("pid").getAsLong())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(member.get("alive").getAsBoolean()).isTrue();
        assertThat(folio("status")).isZero();
        assertThat(out()).contains("members:").contains("pid");
    }

    @Test
    void shouldSayWhyASegmentIsKept() {
        send("q", "one", "two");
        var consumer = context.createConsumer(context.createQueue("q"));
        assertThat(consumer.receive(5_000)).isNotNull();
        JsonObject why = rows("why", "q").get(0).getAsJsonObject();
        assertThat(why.get("unsettled").getAsInt()).isEqualTo(2);
        assertThat(why.get("leased").getAsInt()).isEqualTo(1);
        assertThat(why.get("sequence").getAsInt()).isZero();
        assertThat(why.get("state").getAsString()).isEqualTo("LEASED");
        assertThat(why.get("lessee").getAsString())
                .contains("pid=" + ProcessHandle.current().pid());
        assertThat(folio("why")).isZero();
        assertThat(out())
                .contains("queue://q priority 4: segment 1")
                .contains("kept by 2 open messages (1 ready, 1 leased, 0 deferred); the first is sequence 0, LEASED");
        context.commit();
        consumer.close();
        drain("q");
        assertThat(folio("why", "q")).isZero();
        assertThat(out()).contains("is the one that is appended to; nothing in it is open");
    }

    @Test
    void shouldKeepUsers() throws Exception {
        String file = passwordFile("correct horse").toString();
        assertThat(object("user", "add", "ann", "--password-file", file)
                        .get("users")
                        .getAsInt())
                .isEqualTo(1);
        assertThat(folio("user", "add", "ann", "--password-file", file)).isEqualTo(ExitCodes.FAILED);
        assertThat(err()).contains("user exists: user=ann");
        assertThat(object("user", "list")
                        .getAsJsonArray("users")
                        .get(0)
                        .getAsJsonObject()
                        .get("user")
                        .getAsString())
                .isEqualTo("ann");

        assertThat(folio("send", "q", "hello")).isEqualTo(ExitCodes.FAILED);
        assertThat(err()).contains("store has users and none is given");
        assertThat(folio("send", "q", "hello", "--user", "ann", "--password-file", file))
                .isZero();

        passwordFile("battery");
        assertThat(folio("receive", "q", "--user", "ann", "--password-file", file))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(err()).contains("user or password is wrong: user=ann");
        assertThat(folio("user", "passwd", "ann", "--password-file", file)).isZero();
        assertThat(rows("receive", "q", "--user", "ann", "--password-file", file))
                .hasSize(1);

        assertThat(object("user", "anonymous", "allow").get("anonymous").getAsBoolean())
                .isTrue();
        assertThat(folio("send", "q", "hello")).isZero();
        assertThat(folio("user", "anonymous", "refuse")).isZero();
        assertThat(folio("user", "remove", "bob")).isEqualTo(ExitCodes.NOTHING);
        assertThat(folio("user", "remove", "ann")).isEqualTo(ExitCodes.FAILED);
        assertThat(err()).contains("last one");
        assertThat(folio("user", "remove", "ann", "--last")).isZero();
        assertThat(folio("send", "q", "hello")).isZero();
    }

    @Test
    void shouldMakeNoStoreByMistake() {
        StringWriter err = new StringWriter();
        int exitCode = Folio.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "status",
                "-s",
                directory.resolve("none").toString());
        assertThat(exitCode).isEqualTo(ExitCodes.NOTHING);
        assertThat(err.toString())
                .contains("no store here: directory=")
                .contains("accepted=a directory with store.mark");
        assertThat(Files.exists(directory.resolve("none"))).isFalse();
    }

    @Test
    void shouldSayWhatIsWrongWithArguments() {
        send("q", "one");
        assertThat(folio("browse", "q", "--selector", "n =")).isEqualTo(ExitCodes.USAGE);
        assertThat(folio("browse", "q", "--count", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(err()).contains("--count: value=0, accepted=1 or more");
        assertThat(folio("browse", "q", "--nonsense")).isEqualTo(ExitCodes.USAGE);
        assertThat(folio("user", "anonymous", "perhaps")).isEqualTo(ExitCodes.USAGE);
        assertThat(folio("move", "q", "topic://t")).isEqualTo(ExitCodes.USAGE);
    }
}
