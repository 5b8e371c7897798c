"""The three stories that are our measure, written for this demonstration; nobody in them is real."""

from __future__ import annotations

from webapp.client.tip import Tip

_URGENT = {"category": "tip", "urgency": "soon", "priority": "high"}
_CRISIS = {"category": "crisis", "urgency": "immediate", "priority": "urgent"}

PILOT = {
    "en": Tip(
        language="en",
        door="saw_something",
        labels=_URGENT,
        answers={
            "what": (
                "I fly the night route into New York. On four flights since September the same man, "
                "about 45, grey coat, brought two or three girls who can't be more than 16. Not the "
                "same girls each time. He held all the passports and handed over the landing cards. "
                "The girls did not know which city they would land in: one asked our purser whether "
                "this was Chicago. When she offered them water he answered for them. They wore the "
                "same new jackets. I have two daughters. This is not a school trip."
            ),
            "where": "On board, and at arrivals in Terminal 4. A driver with a sign 'Model Group' met them.",
            "when": "Last on Sunday 15 November, landing 21:40. Before that 4 October, 18 October, 1 November.",
            "who_danger": "The girls. On Sunday there were three, one of them with a bandaged wrist.",
            "danger_now": "unknown",
            "how_known": "observation",
            "minor": "yes",
            "consent": "confidential",
            "reach": "I read this page on my days off, Tuesdays and Wednesdays. Please don't call the airline.",
            "witness": "pilot",
            "flight": "QL 0417",
            "airline": "Northline (made up)",
            "seats": "Row 31, D to G",
        },
    ),
    "es": Tip(
        language="es",
        door="saw_something",
        labels=_URGENT,
        answers={
            "what": (
                "Vuelo la ruta nocturna a Nueva York. En cuatro vuelos desde septiembre el mismo hombre, "
                "de unos 45 años, abrigo gris, trajo a dos o tres chicas que no pueden tener más de 16. "
                "Nunca las mismas. Él guardaba todos los pasaportes y entregaba las tarjetas de entrada. "
                "Las chicas no sabían en qué ciudad iban a aterrizar: una le preguntó a nuestra jefa de "
                "cabina si esto era Chicago. Cuando les ofreció agua, él contestó por ellas. Llevaban las "
                "mismas chaquetas nuevas. Tengo dos hijas. Esto no es un viaje de estudios."
            ),
            "where": "A bordo y en llegadas, Terminal 4. Las esperaba un chofer con un cartel 'Model Group'.",
            "when": "La última vez el domingo 15 de noviembre, 21:40. Antes: 4 y 18 de octubre, 1 de noviembre.",
            "who_danger": "Las chicas. El domingo eran tres, una con la muñeca vendada.",
            "danger_now": "unknown",
            "how_known": "observation",
            "minor": "yes",
            "consent": "confidential",
            "reach": "Leo esta página en mis días libres, martes y miércoles. Por favor no llamen a la aerolínea.",
            "witness": "pilot",
            "flight": "QL 0417",
            "airline": "Northline (inventada)",
            "seats": "Fila 31, D a G",
        },
    ),
}

TEACHER = {
    "en": Tip(
        language="en",
        door="saw_something",
        labels=_URGENT,
        answers={
            "what": (
                "I run an after-school English programme for girls who are new in the country. Since "
                "spring four of them stopped coming, one after the other, and nobody can tell me why. "
                "They did not say goodbye. The families either moved or say the girl is 'working with an "
                "aunt'. Before they left, three of them had a new phone and all four talked about the "
                "same woman, Mrs. Vera, who pays well for cleaning at weekends. One left me a drawing "
                "with a phone number on its back. It rings, and nobody speaks."
            ),
            "where": "The community centre on Harlan Street, and the houses behind the old mill, people say.",
            "when": "The first in March, then May, the last two in September within one week.",
            "who_danger": "Four girls, 14 to 17. I fear for two more who have new phones now.",
            "danger_now": "unknown",
            "how_known": "indirect",
            "minor": "yes",
            "consent": "share",
            "reach": "Any time here. I can send names and the number if you tell me that it is safe to.",
            "witness": "teacher",
            "school": "Harlan Street after-school programme",
            "since": "March",
        },
    ),
    "es": Tip(
        language="es",
        door="saw_something",
        labels=_URGENT,
        answers={
            "what": (
                "Dirijo un programa de inglés después de clases para chicas recién llegadas al país. Desde "
                "la primavera cuatro dejaron de venir, una tras otra, y nadie me sabe decir por qué. No se "
                "despidieron. Las familias se mudaron o dicen que la chica 'trabaja con una tía'. Antes de "
                "irse, tres tenían un teléfono nuevo y las cuatro hablaban de la misma mujer, la señora "
                "Vera, que paga bien por limpiar los fines de semana. Una me dejó un dibujo con un número "
                "de teléfono al dorso. Suena, y nadie habla."
            ),
            "where": "El centro comunitario de la calle Harlan y, según dicen, las casas detrás del molino viejo.",
            "when": "La primera en marzo, luego en mayo, las dos últimas en septiembre en una misma semana.",
            "who_danger": "Cuatro chicas de 14 a 17 años. Temo por otras dos que ahora tienen teléfono nuevo.",
            "danger_now": "unknown",
            "how_known": "indirect",
            "minor": "yes",
            "consent": "share",
            "reach": "A cualquier hora por aquí. Puedo mandar nombres y el número si me dicen que es seguro.",
            "witness": "teacher",
            "school": "Programa de la calle Harlan",
            "since": "Marzo",
        },
    ),
}

WORKER = {
    "en": Tip(
        language="en",
        door="need_help",
        labels=_CRISIS,
        answers={
            "what": (
                "I pick tomatoes. We are about 300. The foreman keeps our passports in a box in the "
                "office. They said 12 dollars an hour and we get 3, because of the bus, the bed and the "
                "tools, and every week we owe more. Who complains does not eat. Last week they beat "
                "Chepe with a hose in front of everybody. They have our families' addresses and say that "
                "things happen there. We can't leave: the gate is locked at night. This phone is "
                "borrowed, I have a few minutes."
            ),
            "where": "Camp 3 of Rancho Las Palomas, on the county road after the green water tower.",
            "when": "Since April. Chepe was beaten last Thursday.",
            "who_danger": "All of us. Chepe most, he can't get up.",
            "danger_now": "yes",
            "how_known": "self",
            "minor": "unknown",
            "consent": "share",
            "reach": "Don't call. I will look here on Sunday when they take us to the store.",
            "witness": "worker",
            "employer": "Rancho Las Palomas, the foreman is called Nacho",
            "people": "300",
        },
    ),
    "es": Tip(
        language="es",
        door="need_help",
        labels=_CRISIS,
        answers={
            "what": (
                "Trabajo en la pizca de tomate. Somos como 300. El mayordomo guarda nuestros pasaportes en "
                "una caja en la oficina. Nos dijeron 12 dólares la hora y nos dan 3, por el camión, la cama "
                "y la herramienta, y cada semana debemos más. El que se queja no come. La semana pasada "
                "golpearon a Chepe con una manguera delante de todos. Tienen la dirección de nuestras "
                "familias y dicen que allá pasan cosas. No podemos salir: de noche cierran el portón. Este "
                "teléfono es prestado, tengo pocos minutos."
            ),
            "where": "Campamento 3 del Rancho Las Palomas, en el camino del condado, pasando el tanque de agua verde.",
            "when": "Desde abril. A Chepe lo golpearon el jueves pasado.",
            "who_danger": "Todos. Chepe más, no se puede levantar.",
            "danger_now": "yes",
            "how_known": "self",
            "minor": "unknown",
            "consent": "share",
            "reach": "No llamen. El domingo que nos llevan a la tienda miro aquí.",
            "witness": "worker",
            "employer": "Rancho Las Palomas, el mayordomo se llama Nacho",
            "people": "300",
        },
    ),
}

SHOWN = {"pilot": PILOT["en"], "teacher": TEACHER["en"], "worker": WORKER["es"]}
"""The tips that a new demonstration desk finds waiting."""
