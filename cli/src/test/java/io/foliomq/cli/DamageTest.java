package io.foliomq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands for stores that are not whole. */
class DamageTest extends FolioTest {
    private void damage() throws IOException {
        try (Stream<Path> log = Files.list(store().resolve("queues/q/log/p4"))) {
            Path segment = log.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("unlucky");
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.seek(at);
                file.write('X');
            }
        }
    }

    @Test
    void shouldFindNothingInAStoreThatIsInUse() {
        send("q", "one", "two");
        JsonObject verified = object("verify");
        assertThat(verified.get("damages").getAsInt()).isZero();
        assertThat(verified.get("records").getAsInt()).isEqualTo(2);
        assertThat(verified.get("inUse").getAsBoolean()).isTrue();
    }

    @Test
    void shouldNameTheDamageAndSalvageTheRest() throws IOException {
        send("q", "first", "unlucky", "last");
        context.close();
        damage();
        assertThat(folio("verify", "--json")).isEqualTo(ExitCodes.DAMAGED);
        JsonObject finding = JsonParser.parseString(out())
                .getAsJsonObject()
                .getAsJsonArray("findings")
                .get(0)
                .getAsJsonObject();
        assertThat(finding.get("file").getAsString()).startsWith("queues/q/log/p4/");
        assertThat(finding.get("field").getAsString()).isEqualTo("crc of sequence 1");
        assertThat(folio("verify")).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out()).contains("crc of sequence 1");

        Path salvaged = directory.resolve("new");
        assertThat(folio("salvage", salvaged.toString())).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out()).contains("queue://q").contains("records are gone");
        factory.setDirectory(salvaged.toString());
        assertThat(drain("q")).isEqualTo(List.of("first", "last"));
        assertThat(folio("salvage", salvaged.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err()).contains("not empty");
    }

    @Test
    void shouldNotSalvageAStoreThatIsInUse() {
        send("q", "one");
        assertThat(folio("salvage", directory.resolve("new").toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err()).contains("store is in use");
    }

    @Test
    void shouldWarnOnceAndInASentenceOfWhatItCanDoWithout() throws IOException {
        send("q", "one");
        context.close();
        Path member = store().resolve("members/0");
        byte[] bytes = Files.readAllBytes(member);
        bytes[0] ^= 1;
        Files.write(member, bytes);
        assertThat(folio("status")).isZero();
        assertThat(err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: ")
                .contains(member.toString());
    }
}
