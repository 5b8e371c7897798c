// What an organisation says of itself: services, places, hours, numbers, and everything else on file.

import { t } from "../i18n/i18n.ts";
import type { Organisation, Place, Service } from "./types.ts";
import { ages, documentText, hoursWords, languageNames } from "./words.ts";

/** A number reads from the left in every language. */
function Fact({ label, text, number = false }: { label: string; text: string; number?: boolean }) {
  return text === "" ? null : (
    <>
      <dt>
        <bdi>{label}</bdi>
      </dt>
      <dd>
        <bdi dir={number ? "ltr" : "auto"}>{text}</bdi>
      </dd>
    </>
  );
}

function ServiceFacts({ service }: { service: Service }) {
  const statuses = service.statuses.map((code) => t(`directory.status.${code}`));
  return (
    <li class="panel">
      <h3>
        <bdi>{service.name}</bdi>
      </h3>
      {service.description !== "" && (
        <p class="message-text" dir="auto">
          {service.description}
        </p>
      )}
      <dl class="pairs">
        <Fact label={t("directory.eligibility")} text={service.eligibility_description} />
        <Fact label={t("directory.ages")} text={ages(service.minimum_age, service.maximum_age)} />
        <Fact label={t("directory.status")} text={statuses.join(" · ")} />
        <Fact label={t("directory.fees")} text={service.fees} />
        <Fact label={t("directory.languages")} text={languageNames(service.languages)} />
        <Fact label={t("directory.coverage")} text={service.coverage} />
      </dl>
    </li>
  );
}

function PlaceFacts({ place }: { place: Place }) {
  const town = [place.city, place.state_province, place.postal_code].filter(Boolean).join(", ");
  const lines = [place.name, place.address_1, town, place.country].filter(Boolean);
  return (
    <li class="panel">
      <address>
        {lines.map((line, at) => (
          <bdi key={`${at}${line}`}>{line}</bdi>
        ))}
      </address>
      {place.hours.length > 0 && (
        <ul class="hours">
          {place.hours.map((hours) => (
            <li key={hours.id}>{hoursWords(hours)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

export function OrganisationFacts({ it }: { it: Organisation }) {
  const { main } = it;
  return (
    <>
      {main.alternate_name !== "" && (
        <p class="field-help">
          <bdi>{main.alternate_name}</bdi>
        </p>
      )}
      {main.description !== "" && (
        <p class="message-text" dir="auto">
          {main.description}
        </p>
      )}
      <dl class="pairs">
        {main.phones.map((phone) => (
          <Fact
            key={phone.id}
            label={phone.description || t("directory.phone")}
            number
            text={phone.number}
          />
        ))}
        <Fact label={t("directory.email")} text={main.email} />
        <Fact label={t("directory.website")} text={main.website} />
      </dl>
      <section>
        <h2>{t("directory.services")}</h2>
        <ul class="parts">
          {main.services.map((service) => (
            <ServiceFacts key={service.id} service={service} />
          ))}
        </ul>
      </section>
      <section>
        <h2>{t("directory.places")}</h2>
        <ul class="parts">
          {main.places.map((place) => (
            <PlaceFacts key={place.id} place={place} />
          ))}
        </ul>
      </section>
      <details>
        <summary>{t("directory.everything")}</summary>
        <pre class="document" dir="ltr">
          {documentText(it.doc)}
        </pre>
      </details>
    </>
  );
}
