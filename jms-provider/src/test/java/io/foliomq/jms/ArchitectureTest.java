package io.foliomq.jms;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The direction in which the provider's packages may know each other and the engine. */
class ArchitectureTest {
    private static final String JMS = "io.foliomq.jms";

    private static final JavaClasses MAIN = new ClassFileImporter()
            // The predefined option does not know the build directory of -Dfast.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(JMS);

    @Test
    void shouldUseTheEngineByItsPublicPackageAlone() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("io.foliomq.engine.(*).."));
    }

    @Test
    void shouldKnowNoChronicle() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("com.sun.jna.."));
    }

    /** What keeps the classes of the root package small: nothing below can reach back into them. */
    @Test
    void shouldNotBeImportedByItsSubpackages() {
        check(noClasses()
                .that()
                .resideInAPackage(JMS + ".(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(JMS));
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        check(slices().assignedFrom(new EachPackageAsSlice()).should().beFreeOfCycles());
    }

    @Test
    void shouldKeepTheSelectorFreeOfEverythingButJava() {
        check(classes()
                .that()
                .resideInAPackage(JMS + ".selector..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", JMS + ".selector.."));
    }

    @Test
    void shouldReadNoClock() {
        check(noClasses().should(accessTargetWhere(new ReadsTheClock())));
    }

    @Test
    void shouldDeclareEachPackageNullMarked() {
        check(classes().should(new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                boolean marked = javaClass.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(javaClass, marked, javaClass.getDescription()));
            }
        }));
    }

    @Test
    void shouldNameClassesByWhatTheyAre() {
        check(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Data|Info)"));
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
