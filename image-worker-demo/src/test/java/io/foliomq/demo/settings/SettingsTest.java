package io.foliomq.demo.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void shouldHaveADefaultForEverything() {
        Settings settings = parse();

        assertThat(settings.role()).isEqualTo(Role.ALL);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.isLoopback()).isTrue();
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.workers()).isEqualTo(2);
        assertThat(settings.s3Endpoint()).isEmpty();
        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.uploadLimit()).isEqualTo(64L * 1024 * 1024);
        assertThat(settings.queueUrl())
                .isEqualTo("folio:" + Path.of("foliomq-demo/store").toAbsolutePath()
                        + "?redelivery.maximumRedeliveries=-1");
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironment() {
        Map<String, String> environment =
                Map.of("FOLIOMQ_DEMO_PORT", "1", "FOLIOMQ_DEMO_S3_BUCKET", "from-environment");

        Settings settings = Settings.parse(List.of("--port=2"), environment);

        assertThat(settings.port()).isEqualTo(2);
        assertThat(settings.s3Bucket()).isEqualTo("from-environment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=many        | setting not understood: name=port, value=many, accepted=0 to 65535",
                "--port=65536       | name=port, value=65536",
                "--workers=-1       | name=workers, value=-1, accepted=0 to 64",
                "--role=boss        | name=role, value=boss, accepted=all, web, worker or plain-worker",
                "--s3.endpoint=here | name=s3.endpoint, value=here, accepted=http://host:port or https://host:port",
                "--s3.endpoint=ftp://here/ | name=s3.endpoint, value=ftp://here/",
                "--s3.bucket=A      | name=s3.bucket, value=A, accepted=3 to 63 lower case",
                "--database.url=jdbc:oracle:x | name=database.url, value=jdbc:oracle:x, accepted=jdbc:postgresql:",
                "--upload.limit=big | name=upload.limit, value=big, accepted=bytes, or megabytes as in 64MB",
                "--upload.limit=0   | name=upload.limit, value=0",
                "--queue.limit=0    | name=queue.limit, value=0",
                "--picture.pixels=x | name=picture.pixels, value=x",
                "--attempts=0       | name=attempts, value=0, accepted=1 to 1000",
                "--colour=red       | no such setting: name=colour, known=role data host port",
                "port=1             | argument not understood: value=port=1, accepted=--name=value",
            })
    void shouldNameWhatIsWrong(String argument, String message) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldWantKeysWithAnEndpoint() {
        assertThatThrownBy(() -> parse("--s3.endpoint=http://127.0.0.1:9"))
                .hasMessageContaining("name=s3.access-key, value=, accepted=a value, since s3.endpoint is set");
    }

    @Test
    void shouldNeverShowASecret() {
        assertThatThrownBy(() -> Settings.parse(
                        List.of("--s3.endpoint=http://127.0.0.1:9", "--s3.access-key=me", "--s3.secret-key="),
                        Map.of()))
                .hasMessageContaining("name=s3.secret-key, value=(hidden)");
    }

    @Test
    void shouldHandEverythingToAChildInItsEnvironment() {
        Settings parent = parse("--port=0", "--data=here", "--s3.bucket=other-bucket", "--attempts=9");

        Settings child = Settings.parse(List.of(), parent.toEnvironment(Role.WORKER));

        assertThat(child.role()).isEqualTo(Role.WORKER);
        assertThat(child.data()).isEqualTo(parent.data());
        assertThat(child.s3Bucket()).isEqualTo("other-bucket");
        assertThat(child.attempts()).isEqualTo(9);
    }

    @Test
    void shouldEncodeADirectoryWithOddLettersIntoTheUrl() {
        assertThat(parse("--data=/tmp/50% off?").queueUrl()).startsWith("folio:/tmp/50%25 off%3F/store?");
    }

    @Test
    void shouldReadMegabytesAndBytes() {
        assertThat(parse("--upload.limit=3MB").uploadLimit()).isEqualTo(3L * 1024 * 1024);
        assertThat(parse("--upload.limit=1000").uploadLimit()).isEqualTo(1000);
    }

    private static Settings parse(String... arguments) {
        return Settings.parse(List.of(arguments), Map.of());
    }
}
