"""The three stories that are our measure, as people would write them; nobody in them is real.

Weekdays instead of dates, so that a desk made in any month finds them believable.
"""

from __future__ import annotations

from webapp.tips import Tip

PILOT = {
    "en": Tip(
        language="en",
        door="saw_something",
        answers={
            "what": (
                "I am a first officer on the Sunday flight from Warsaw to New York. Four times in the "
                "last two months the same man was on board with two or three girls, different girls "
                "each time. They come in from Chisinau on the morning connection. They look 15 or 16, "
                "made up to look older, all in the same new jackets. He is about 45, grey coat, good "
                "English. He keeps their passports in his own bag and fills in their papers. When our "
                "purser offered them water he answered for them. One of the girls asked "
                "her in the galley, very quietly, whether New York is far from Chicago, because she "
                "had been told a hotel in Chicago, and whether it is true that she has to work two "
                "years for the ticket. She said they would be dancing, and that she had cried on the "
                "phone to her mother and he took the phone. I have two daughters of that age. This is "
                "no school trip."
            ),
            "where": (
                "On board, then at arrivals in Terminal 4 at JFK. A driver with a sign that says "
                "Model Group meets them. Black van, New Jersey plate, I only read the end: 7KD."
            ),
            "when": (
                "Always the Sunday flight, landing about 21:40. The last time was this Sunday. I think "
                "he does it every second week, so the next would be Sunday after next."
            ),
            "who_danger": (
                "The girls. Three this Sunday, one of them with a bandaged wrist. And the ones before "
                "them: I count ten in all."
            ),
            "danger_now": "unknown",
            "how_known": "observation",
            "minor": "yes",
            "consent": "confidential",
            "reach": (
                "I can read this on Tuesdays and Wednesdays, when I am at home. Please don't contact "
                "the airline, my captain told me to leave it alone."
            ),
            "witness": "pilot",
            "flight": "NLA 417",
            "airline": "Northline Air",
            "seats": "Row 31, D to G. He always takes the aisle.",
        },
    ),
    "es": Tip(
        language="es",
        door="saw_something",
        answers={
            "what": (
                "Soy copiloto en el vuelo de los domingos de Varsovia a Nueva York. Cuatro veces en los "
                "últimos dos meses venía a bordo el mismo hombre con dos o tres chicas, cada vez "
                "distintas. Llegan de Chisinau en la conexión de la mañana. Parecen de 15 o 16 años, "
                "maquilladas para parecer mayores, todas con la misma chaqueta nueva. Él tiene unos 45, "
                "abrigo gris, buen inglés. Lleva los pasaportes de ellas en su bolso y les llena los "
                "papeles. Cuando nuestra jefa de cabina les ofreció agua, contestó él. Una de "
                "las chicas le preguntó en voz muy baja si Nueva York queda lejos de Chicago, porque a "
                "ella le habían dicho un hotel en Chicago, y si es verdad que tiene que trabajar dos "
                "años para pagar el pasaje. Dijo que iban a bailar, que lloró por teléfono con su mamá "
                "y que él le quitó el teléfono. Tengo dos hijas de esa edad. Esto no es un viaje de "
                "estudios."
            ),
            "where": (
                "A bordo, y después en llegadas, Terminal 4 del JFK. Las espera un chofer con un cartel "
                "que dice Model Group. Camioneta negra, placa de Nueva Jersey, solo leí el final: 7KD."
            ),
            "when": (
                "Siempre el vuelo del domingo, que aterriza como a las 21:40. La última vez fue este "
                "domingo. Creo que viene cada dos semanas, así que tocaría el domingo después del próximo."
            ),
            "who_danger": (
                "Las chicas. Este domingo eran tres, una con la muñeca vendada. Y las de antes: cuento "
                "diez en total."
            ),
            "danger_now": "unknown",
            "how_known": "observation",
            "minor": "yes",
            "consent": "confidential",
            "reach": (
                "Puedo leer esto los martes y miércoles, que estoy en casa. Por favor no hablen con la "
                "aerolínea, mi capitán me dijo que no me meta."
            ),
            "witness": "pilot",
            "flight": "NLA 417",
            "airline": "Northline Air",
            "seats": "Fila 31, D a G. Él siempre va en el pasillo.",
        },
    ),
}

TEACHER = {
    "en": Tip(
        language="en",
        door="saw_something",
        answers={
            "what": (
                "I run an after-school English programme for girls who are new in the country, 22 of "
                "them this year. Since spring four have stopped coming, one after the other, and nobody "
                "can tell me why. They did not say goodbye. Two families have moved away, the other two "
                "say that the girl is 'working with an aunt' and look at the floor. I asked the school "
                "and was told that families like these move a lot. But I know these girls. Before they "
                "left, three of them had a new phone, and all four talked about the same woman, Mrs. "
                "Vera, who waits outside in a grey van and pays well for cleaning at weekends. One of "
                "them left me a drawing with a phone number on the back. I called it. Somebody picks up "
                "and says nothing. Maybe I am imagining things, but I don't sleep."
            ),
            "where": (
                "The community centre on Harlan Street. One of the mothers says the girls clean and "
                "sleep in the houses behind the old mill. I have not gone there."
            ),
            "when": "The first in March, the second in May, the last two within one week in September.",
            "who_danger": (
                "Four girls of 14 to 17. And I am afraid for two more who have new phones since last week."
            ),
            "danger_now": "unknown",
            "how_known": "indirect",
            "minor": "yes",
            "consent": "share",
            "reach": (
                "Here, at any time, I will look every evening. I have names, birthdays and the number, "
                "and will send them if you tell me that it is safe for the girls."
            ),
            "witness": "teacher",
            "school": "Harlan Street after-school programme",
            "since": "March",
        },
    ),
    "es": Tip(
        language="es",
        door="saw_something",
        answers={
            "what": (
                "Dirijo un programa de inglés por las tardes para chicas recién llegadas al país, este "
                "año son 22. Desde la primavera cuatro dejaron de venir, una tras otra, y nadie me sabe "
                "decir por qué. No se despidieron. Dos familias se mudaron, las otras dos dicen que la "
                "chica 'trabaja con una tía' y miran al suelo. Pregunté en la escuela y me dijeron que "
                "estas familias se mudan mucho. Pero yo conozco a estas chicas. Antes de irse, tres "
                "tenían un teléfono nuevo, y las cuatro hablaban de la misma mujer, la señora Vera, que "
                "espera afuera en una camioneta gris y paga bien por limpiar los fines de semana. Una "
                "me dejó un dibujo con un número de teléfono al dorso. Llamé. Alguien contesta y no "
                "dice nada. Quizás me lo imagino, pero no duermo."
            ),
            "where": (
                "El centro comunitario de la calle Harlan. Una de las madres dice que las chicas limpian "
                "y duermen en las casas detrás del molino viejo. Yo no he ido."
            ),
            "when": (
                "La primera en marzo, la segunda en mayo, las dos últimas en una misma semana de "
                "septiembre."
            ),
            "who_danger": (
                "Cuatro chicas de 14 a 17 años. Y temo por otras dos que tienen teléfono nuevo desde la "
                "semana pasada."
            ),
            "danger_now": "unknown",
            "how_known": "indirect",
            "minor": "yes",
            "consent": "share",
            "reach": (
                "Por aquí, a cualquier hora, miro cada noche. Tengo nombres, fechas de nacimiento y el "
                "número, y los mando si me dicen que es seguro para las chicas."
            ),
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
        answers={
            "what": (
                "I pick tomatoes. We are about 300. The foreman keeps our passports in a box in the "
                "office. They promised 12 dollars an hour and it comes to 3, because they take off the "
                "bus, the bed, the food and the tools, and every week we owe more. Nobody leaves while "
                "he owes. Whoever complains does not eat. Last week they beat Chepe with a hose in "
                "front of everybody because he asked for his papers. They have the addresses of our "
                "families and say that things happen there too. My wife does not know anything. At "
                "night they lock the gate. This phone is borrowed, I have a few minutes. Please don't "
                "send the police without thinking of the families."
            ),
            "where": (
                "Camp 3 of Rancho Las Palomas, on the county road past the green water tank. Three "
                "long white sheds and a fence."
            ),
            "when": "Since April. They beat Chepe last Thursday, after work.",
            "who_danger": "All of us. Chepe most: he can't get up, and there is no doctor.",
            "danger_now": "yes",
            "how_known": "self",
            "minor": "yes",
            "consent": "share",
            "reach": (
                "Don't call this number, it is not mine. On Sunday they take us to the store, I will "
                "look here then."
            ),
            "witness": "worker",
            "employer": "Rancho Las Palomas. The foreman is called Nacho, I don't know the owner.",
            "people": "About 300, some of them boys of 15",
        },
    ),
    "es": Tip(
        language="es",
        door="need_help",
        answers={
            "what": (
                "Trabajo en la pizca de tomate. Somos como 300. El mayordomo guarda nuestros pasaportes "
                "en una caja en la oficina. Nos prometieron 12 dólares la hora y salen 3, porque nos "
                "quitan el camión, la cama, la comida y la herramienta, y cada semana debemos más. "
                "Mientras uno debe no se puede ir. El que se queja no come. La semana pasada golpearon "
                "a Chepe con una manguera delante de todos porque pidió sus papeles. Tienen la "
                "dirección de nuestras familias y dicen que allá también pasan cosas. Mi esposa no sabe "
                "nada. De noche cierran el portón. Este teléfono es prestado, tengo pocos minutos. Por "
                "favor no manden a la policía sin pensar en las familias."
            ),
            "where": (
                "Campamento 3 del Rancho Las Palomas, en el camino del condado, pasando el tanque de "
                "agua verde. Son tres galeras blancas largas y una cerca."
            ),
            "when": "Desde abril. A Chepe lo golpearon el jueves pasado, después del trabajo.",
            "who_danger": "Todos. Más Chepe: no se puede levantar y no hay doctor.",
            "danger_now": "yes",
            "how_known": "self",
            "minor": "yes",
            "consent": "share",
            "reach": (
                "No llamen a este número, no es mío. El domingo nos llevan a la tienda, ahí miro aquí."
            ),
            "witness": "worker",
            "employer": "Rancho Las Palomas. El mayordomo se llama Nacho, al dueño no lo conozco.",
            "people": "Como 300, hay muchachos de 15 años",
        },
    ),
}

SHOWN = {"pilot": PILOT["en"], "teacher": TEACHER["en"], "worker": WORKER["es"]}
"""The tips that a new demonstration desk finds waiting."""
