package io.foliomq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.foliomq.engine.DamagedStore;
import io.foliomq.engine.DamagedStore.Damage;
import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command on stores of which each file in turn is truncated, zeroed, overwritten, flipped or deleted: the exit codes are the documented ones, what goes wrong is a sentence and no stack trace, and
 * nothing goes on for ever. {@code -Dfoliomq.damage.rounds=N} damages each file N times (1 in the build), {@code -Dfoliomq.damage.seed=N} damages others.
 */
class DamagedFilesTest {
    private static final int ROUNDS = Integer.getInteger("foliomq.damage.rounds", 1);
    private static final long SEED = Long.getLong("foliomq.damage.seed", 1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LARGE = 2_000_000;
    private static final int MESSAGES = 30;
    private static final Set<Integer> EXIT_CODES =
            Set.of(ExitCodes.DONE, ExitCodes.FAILED, ExitCodes.NOTHING, ExitCodes.DAMAGED);
    private static final String[][] COMMANDS = {
        {"status"},
        {"destinations"},
        {"browse", "q"},
        {"why", "q"},
        {"why", "topic://t"},
        {"user", "list"},
        {"move", "q", "r"},
        {"purge", "r"}
    };

    @TempDir
    static Path base;

    @TempDir
    Path directory;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeAll
    static void makeStore() throws Exception {
        Path store = base.resolve("store");
        try (FolioConnectionFactory factory =
                        new FolioConnectionFactory("folio:" + store + "?segmentBytes=1m&linger=0&diskReserve=0");
                JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue queue = context.createQueue("q");
            context.createSharedDurableConsumer(context.createTopic("t"), "s").close();
            for (int i = 0; i < MESSAGES; i++) {
                BytesMessage message = context.createBytesMessage();
                message.writeBytes(new byte[i == 0 ? LARGE : 50_000]);
                context.createProducer().send(queue, message);
                context.createProducer().send(context.createTopic("t"), "news " + i);
            }
            context.commit();
            try (var consumer = context.createConsumer(queue)) {
                Message taken = consumer.receive(10_000);
                assertThat(taken).isNotNull();
                context.rollback();
            }
        }
        assertThat(run(
                                store,
                                "user",
                                "add",
                                "ann",
                                "--password-file",
                                password().toString())
                        .exitCode)
                .isZero();
    }

    private static Path password() throws IOException {
        return Files.writeString(base.resolve("password"), "secret\n");
    }

    private static Ended run(Path store, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--store", store.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = assertTimeoutPreemptively(
                LONGEST,
                () -> Folio.run(new PrintWriter(out), new PrintWriter(err, true), all.toArray(String[]::new)),
                () -> "goes on: " + all);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    @Test
    void shouldEndWithASentenceWhateverFileIsDamaged() throws IOException {
        System.out.println("damaged files: seed=" + SEED + ", rounds=" + ROUNDS);
        Random random = new Random(SEED);
        DamagedStore original = new DamagedStore(base.resolve("store"), List.of());
        TreeMap<Integer, Integer> verdicts = new TreeMap<>();
        int number = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Path file : original.files()) {
                if (Files.size(base.resolve("store").resolve(file)) == 0) {
                    continue;
                }
                Path copy = original.copyTo(directory.resolve("copy" + number));
                Damage damage = DamagedStore.damage(copy, file, random);
                int verdict = isVerified(copy, damage);
                verdicts.merge(verdict, 1, Integer::sum);
                isSalvaged(copy, directory.resolve("new" + number++), damage);
                for (String[] command : COMMANDS) {
                    isSentence(run(copy, command), damage, command);
                }
                isVerified(copy, damage);
            }
        }
        System.out.println("figures: damaged files, verified | " + verdicts);
        assertThat(verdicts).containsKeys(ExitCodes.DONE, ExitCodes.DAMAGED);
    }

    private static int isVerified(Path store, Damage damage) {
        Ended ended = run(store, "verify", "--json");
        String what = damage + " " + ended;
        assertThat(ended.exitCode).as(what).isIn(ExitCodes.DONE, ExitCodes.DAMAGED);
        assertThat(ended.err).as(what).isEmpty();
        JsonObject said = JsonParser.parseString(ended.out).getAsJsonObject();
        assertThat(said.get("damages").getAsInt() > 0).as(what).isEqualTo(ended.exitCode == ExitCodes.DAMAGED);
        assertThat(said.getAsJsonArray("findings").isEmpty()).as(what).isEqualTo(ended.exitCode == ExitCodes.DONE);
        return ended.exitCode;
    }

    private static void isSalvaged(Path store, Path salvaged, Damage damage) {
        Ended ended = run(store, "salvage", salvaged.toString());
        isSentence(ended, damage, "salvage");
        if (ended.exitCode == ExitCodes.DONE || ended.exitCode == ExitCodes.DAMAGED) {
            assertThat(run(salvaged, "verify").exitCode)
                    .as(damage + " " + ended + run(salvaged, "verify").out)
                    .isEqualTo(ExitCodes.DONE);
            assertThat(ended.out).doesNotContain(salvaged + "/queues", salvaged + "/topics");
        }
    }

    private static void isSentence(Ended ended, Damage damage, String... command) {
        String what = damage + " " + String.join(" ", command) + " " + ended;
        assertThat(ended.exitCode).as(what).isIn(EXIT_CODES);
        assertThat(ended.out + ended.err)
                .as(what)
                .doesNotContain("\tat ")
                .doesNotContain("NullPointer")
                .doesNotContain("InternalError");
        assertThat(ended.out + ended.err).as(what).isNotBlank();
        if (ended.exitCode == ExitCodes.FAILED) {
            assertThat(ended.err).as(what).isNotBlank().isNotEqualTo("null\n");
        }
    }
}
